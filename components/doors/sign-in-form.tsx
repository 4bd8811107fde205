'use client'

import { useTranslations } from 'use-intl'
import { DoorForm } from './door-form'
import { startSession } from './start-session'

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('door')
  const refusal = useRefusal()

  async function enter(email: string, password: string) {
    const error = await startSession({ email, password })
    if (error) return refusal(error)
    location.assign(next)
    return null
  }

  return (
    <DoorForm action={t('signIn')} working={t('signingIn')} passwordKind="current-password" onEnter={enter} />
  )
}

/** Why next-auth said no. It does not tell which of the two fields is wrong, and neither do we. */
function useRefusal() {
  const t = useTranslations('door')
  const problem = useTranslations('problem')
  return (error: string) => {
    switch (error) {
      case 'CredentialsSignin':
      case 'credentials_wrong':
        return { password: problem('credentials_wrong') }
      case 'rate_limited':
      case 'unavailable':
      case 'network':
        return { form: problem(error) }
      default:
        return { form: t('signInFailed') }
    }
  }
}
