'use client'

import { useTranslations } from 'use-intl'
import { useFailureText } from '@/components/use-failure-text'
import { AuthForm } from './auth-form'
import { type Refusal, startSession } from './start-session'

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const refusal = useRefusal()

  async function enter(email: string, password: string) {
    const refused = await startSession({ email, password })
    if (refused) return refusal(refused)
    location.assign(next)
    return null
  }

  return (
    <AuthForm
      action={t('signIn')}
      working={t('signingIn')}
      passwordKind="current-password"
      onEnter={enter}
    />
  )
}

/**
 * Explains why next-auth refused. It does not reveal which of the two fields is wrong, and neither
 * does this page.
 */
function useRefusal() {
  const t = useTranslations('auth')
  const problem = useTranslations('problem')
  const failureText = useFailureText()
  return (refused: Refusal) => {
    if (refused.kind !== 'refused') return { form: failureText(refused) }
    switch (refused.code) {
      case 'CredentialsSignin':
        return { password: problem('credentials_wrong') }
      case 'unavailable':
        return { form: problem('unavailable') }
      case 'csrf':
        return { form: t('cookiesRefused') }
      default:
        return { form: t('signInFailed') }
    }
  }
}
