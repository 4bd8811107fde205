'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { usePasskeys } from '@/components/passkey-ceremony'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'
import { signInWithPasskey } from './sign-in-with-passkey'

export function PasskeyButton({ onSignedIn }: { onSignedIn: () => void }) {
  const t = useTranslations('auth')
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function signIn() {
    setBusy(true)
    setError(undefined)
    const refused = await signInWithPasskey()
    if (!refused) return onSignedIn()
    setBusy(false)
    if (refused.kind === 'cancelled') setError(t('passkeyCancelled'))
    else setError(refused.kind === 'refused' ? t('passkeyRefused') : failureText(refused))
  }

  return (
    <div className="grid gap-2">
      <Button onClick={signIn} inactive={busy} className="min-h-[38px]">
        {t('passkey')}
      </Button>
      {error && <FieldError>{error}</FieldError>}
    </div>
  )
}

interface PasskeySignInProps {
  next: string
  /** The relying party's id; null where there are no passkeys. */
  host: string | null
}

/** The sign-in with a passkey where there is no form for a password. */
export function PasskeySignIn({ next, host }: PasskeySignInProps) {
  return usePasskeys(host) && <PasskeyButton onSignedIn={() => location.assign(next)} />
}
