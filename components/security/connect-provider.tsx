'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'
import type { Means } from './confirm-dialog'
import { useConfirmed } from './use-confirmed'

/** Leads to the provider, which sends the browser back to this page. */
export function ConnectProvider({ name, means }: { name: string; means: Means }) {
  const t = useTranslations('openid')
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function connect() {
    setBusy(true)
    setError(undefined)
    const path = '/api/v1/auth/oidc/connection'
    const result = await run(() => callApi<{ url: string }>('POST', path, {}))
    if (result?.kind === 'data') return location.assign(result.data.url)
    setBusy(false)
    if (result) setError(failureText(result))
  }

  return (
    <>
      {error && <FieldError>{error}</FieldError>}
      <Button onClick={connect} inactive={busy} className="justify-self-start max-md:w-full">
        {t('connect', { name })}
      </Button>
      {dialog}
    </>
  )
}
