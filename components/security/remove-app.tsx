'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { Button } from '@/components/ui/button'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import type { Means } from './confirm-dialog'
import { RemoveDialog } from './remove-dialog'
import { appHeadingId } from './section-ids'
import { useConfirmed } from './use-confirmed'

export function RemoveApp({ means }: { means: Means }) {
  const t = useTranslations('security')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [asking, setAsking] = useState(false)
  const [removing, setRemoving] = useState(false)
  const [error, setError] = useState<string>()

  async function remove() {
    setRemoving(true)
    setError(undefined)
    const result = await run(() => callApi('DELETE', '/api/v1/second-factor/totp', {}))
    if (result?.kind === 'data') return refresh({ toast: t('appRemoved'), focus: appHeadingId })
    setRemoving(false)
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
        {t('appRemove')}
      </Button>
      {asking && (
        <RemoveDialog
          title={t('appRemoveTitle')}
          warning={t('appRemoveWarning')}
          action={t('remove')}
          error={error}
          removing={removing}
          onConfirm={remove}
          onCancel={() => setAsking(false)}
        />
      )}
      {dialog}
    </>
  )
}
