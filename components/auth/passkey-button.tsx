'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/field-error'
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
