'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { usePasskeys } from '@/components/passkey-ceremony'
import { useFailureText } from '@/components/use-failure-text'
import { AuthForm } from './auth-form'
import { PasskeyButton } from './passkey-button'
import { type SecondStep, SecondStepForm } from './second-step-form'
import { useOfferedPasskey } from './sign-in-with-passkey'
import { type Refusal, startSession } from './start-session'

interface SignInFormProps {
  next: string
  /** The relying party's id; null where there are no passkeys. */
  passkeyHost: string | null
}

export function SignInForm({ next, passkeyHost }: SignInFormProps) {
  const t = useTranslations('auth')
  const refusal = useRefusal()
  const hasPasskeys = usePasskeys(passkeyHost)
  const [step, setStep] = useState<SecondStep>()
  const enter = () => location.assign(next)
  useOfferedPasskey(hasPasskeys && !step, enter)

  async function signIn(email: string, password: string) {
    const refused = await startSession({ email, password })
    if (!refused) {
      enter()
      return null
    }
    const second = secondStepOf(refused)
    if (!second) return refusal(refused)
    setStep(second)
    return {}
  }

  if (step) {
    const startAgain = () => setStep(undefined)
    return <SecondStepForm {...{ step, hasPasskeys, startAgain }} onSignedIn={enter} />
  }
  return (
    <>
      <AuthForm
        action={t('signIn')}
        working={t('signingIn')}
        passwordKind="current-password"
        offersPasskeys={hasPasskeys}
        onEnter={signIn}
      />
      {hasPasskeys && <PasskeyButton onSignedIn={enter} />}
    </>
  )
}

/** How the sign-in goes on, if the password was right. */
function secondStepOf(refused: Refusal): SecondStep | null {
  if (refused.kind !== 'problem') return null
  const { methods, continue_token: continueToken } = refused.problem
  return methods && continueToken !== undefined ? { methods, continueToken } : null
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
