'use client'

import { signIn } from 'next-auth/react'
import { useTranslations } from 'use-intl'
import { callApiAsAnyone, type Failure, faultyField, isProblem } from '@/components/api'
import { lengthFault } from '@/components/password-length'
import { useFailureText } from '@/components/use-failure-text'
import { type DoorErrors, DoorForm } from './door-form'

export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations('door')
  const password = useTranslations('password')
  const refusal = useRefusal()

  async function enter(email: string, secret: string) {
    const account = { email, password: secret }
    const result = await callApiAsAnyone<{ token: string }>('POST', '/api/v1/auth/user/signup', account)
    if (result.kind !== 'data') return refusal(result, secret)
    location.assign((await adoptSession(result.data.token)) ? next : '/sign-in')
    return null
  }

  return (
    <DoorForm
      action={t('signUpAction')}
      working={t('signingUp')}
      passwordKind="new-password"
      passwordHint={password('hint')}
      onEnter={enter}
    />
  )
}

/** Makes the session that signing up began this browser's own. */
async function adoptSession(token: string): Promise<boolean> {
  try {
    const answer = await signIn('credentials', { token, redirect: false })
    return answer?.ok === true && !answer.error
  } catch {
    return false
  }
}

function useRefusal() {
  const t = useTranslations('door')
  const password = useTranslations('password')
  const failureText = useFailureText()
  return (failure: Failure, presented: string): DoorErrors => {
    if (isProblem(failure, 'email_taken')) return { email: failureText(failure) }
    const email = faultyField(failure, 'email') ? t('emailInvalid') : undefined
    const secret = faultyField(failure, 'password') ? password(lengthFault(presented)) : undefined
    return email || secret ? { email, password: secret } : { form: failureText(failure) }
  }
}
