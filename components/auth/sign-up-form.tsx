'use client'

import { useTranslations } from 'use-intl'
import { callApiAsAnyone, type Failure, faultyField, isProblem } from '@/components/api'
import { useFailureText } from '@/components/use-failure-text'
import { usePasswordFault } from '@/components/use-password-fault'
import { type AuthErrors, AuthForm } from './auth-form'
import { startSession } from './start-session'

export function SignUpForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const password = useTranslations('password')
  const refusal = useRefusal()

  async function enter(email: string, secret: string) {
    const account = { email, password: secret }
    const result = await callApiAsAnyone<{ token: string }>(
      'POST',
      '/api/v1/auth/user/signup',
      account,
    )
    if (result.kind !== 'data') return refusal(result, account)
    location.assign((await startSession({ token: result.data.token })) ? '/sign-in' : next)
    return null
  }

  return (
    <AuthForm
      action={t('signUpAction')}
      working={t('signingUp')}
      passwordKind="new-password"
      passwordHint={password('hint')}
      onEnter={enter}
    />
  )
}

function useRefusal() {
  const t = useTranslations('auth')
  const passwordFault = usePasswordFault()
  const failureText = useFailureText()
  return (failure: Failure, account: { email: string; password: string }): AuthErrors => {
    if (isProblem(failure, 'email_taken')) return { email: failureText(failure) }
    const email = faultyField(failure, 'email') ? t('emailInvalid') : undefined
    const secret = faultyField(failure, 'password')
      ? passwordFault(account.password, account.email)
      : undefined
    return email || secret ? { email, password: secret } : { form: failureText(failure) }
  }
}
