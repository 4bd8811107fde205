'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import type { Means } from './confirm-dialog'
import { RemoveDialog } from './remove-dialog'
import { providerHeadingId } from './section-ids'
import { useConfirmed } from './use-confirmed'

export function DisconnectProvider({ name, means }: { name: string; means: Means }) {
  const t = useTranslations('openid')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [asking, setAsking] = useState(false)
  const [ending, setEnding] = useState(false)
  const [error, setError] = useState<string>()

  async function disconnect() {
    setEnding(true)
    setError(undefined)
    const result = await run(() => callApi('DELETE', '/api/v1/auth/oidc/connection', {}))
    if (result?.kind === 'data')
      return refresh({ toast: t('disconnected'), focus: providerHeadingId })
    setEnding(false)
    if (result) setError(failureText(result))
  }

  return (
    <>
      <Button
        variant="danger"
        aria-haspopup="dialog"
        className="justify-self-start max-md:w-full"
        onClick={() => setAsking(true)}
      >
        {t('disconnect')}
      </Button>
      {asking && (
        <RemoveDialog
          title={t('disconnectTitle', { name })}
          warning={t('disconnectWarning')}
          action={t('disconnect')}
          error={error}
          removing={ending}
          onConfirm={disconnect}
          onCancel={() => setAsking(false)}
        />
      )}
      {dialog}
    </>
  )
}
