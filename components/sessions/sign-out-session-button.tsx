'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { sessionsHeadingId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'

export function SignOutSessionButton({ id }: { id: string }) {
  const t = useTranslations('sessions')
  const refresh = useRefresh()
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const [busy, setBusy] = useState(false)

  async function signOut() {
    setBusy(true)
    const result = await callApi('DELETE', `/api/v1/sessions/${id}`)
    if (result.kind === 'data') return refresh({ toast: t('signedOut'), focus: sessionsHeadingId })
    if (isProblem(result, 'not_found'))
      return refresh({ toast: t('alreadyEnded'), focus: sessionsHeadingId })
    setBusy(false)
    toast(failureText(result))
  }

  return (
    <Button size="small" onClick={signOut} inactive={busy}>
      {busy ? t('signingOut') : t('signOut')}
    </Button>
  )
}
