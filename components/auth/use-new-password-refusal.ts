'use client'

import { type Failure, faultyField } from '@/components/api'
import { useFailureText } from '@/components/use-failure-text'
import { usePasswordFault } from '@/components/use-password-fault'

/** Explains why a form with a new password was refused: beside the password, or below the form. */
export function useNewPasswordRefusal(): (
  failure: Failure,
  account: { email: string; password: string },
) => { password: string } | { form: string } {
  const passwordFault = usePasswordFault()
  const failureText = useFailureText()
  return (failure, { email, password }) =>
    faultyField(failure, 'password')
      ? { password: passwordFault(password, email) }
      : { form: failureText(failure) }
}
