'use client'

import { signIn } from 'next-auth/react'
import { useTranslations } from 'use-intl'
import { DoorForm } from './door-form'

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('door')
  const refusal = useRefusal()

  async function enter(email: string, password: string) {
    try {
      const answer = await signIn('credentials', { email, password, redirect: false })
      if (!answer?.ok || answer.error) return refusal(answer?.error)
    } catch {
      return refusal('network')
    }
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
  return (error: string | null | undefined) => {
    switch (error) {
      case 'CredentialsSignin':
        return { password: problem('credentials_wrong') }
      case 'unavailable':
      case 'network':
        return { form: problem(error) }
      default:
        return { form: t('signInFailed') }
    }
  }
}
