'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { sessionsHeadingId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'
import { useNotifier } from '@/components/ui/toaster'
import { useFailureText } from '@/components/use-failure-text'

export function SignOutOthersButton() {
  const t = useTranslations('sessions')
  const refresh = useRefresh()
  const { toast } = useNotifier()
  const failureText = useFailureText()
  const [busy, setBusy] = useState(false)

  async function signOutOthers() {
    setBusy(true)
    const result = await callApi('DELETE', '/api/v1/sessions')
    if (result.kind === 'data')
      return refresh({ toast: t('othersSignedOut'), focus: sessionsHeadingId })
    setBusy(false)
    toast(failureText(result))
  }

  return (
    <Button variant="danger" onClick={signOutOthers} inactive={busy} className="max-md:w-full">
      {busy ? t('signingOut') : t('signOutOthers')}
    </Button>
  )
}
