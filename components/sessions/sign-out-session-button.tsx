'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'
import type { SessionRow } from '@/shared/session-row'

interface SignOutSessionButtonProps {
  session: SessionRow
  onSignedOut: (id: string) => void
  /** The session had already ended. */
  onEnded: (id: string) => void
}

export function SignOutSessionButton({ session, onSignedOut, onEnded }: SignOutSessionButtonProps) {
  const t = useTranslations('sessions')
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const [busy, setBusy] = useState(false)

  async function signOut() {
    setBusy(true)
    const result = await callApi('DELETE', `/api/v1/sessions/${session.id}`)
    if (result.kind === 'data') return onSignedOut(session.id)
    if (isProblem(result, 'not_found')) return onEnded(session.id)
    setBusy(false)
    toast(failureText(result))
  }

  return (
    <Button size="small" onClick={signOut} inactive={busy}>
      {busy ? t('signingOut') : t('signOut')}
    </Button>
  )
}
