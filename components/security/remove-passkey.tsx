'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { isolated } from '@/components/ui/isolated'
import { useRefresh } from '@/components/ui/refresh'
import { Text } from '@/components/ui/text'
import { useFailureText } from '@/components/use-failure-text'
import type { PasskeyRow } from '@/shared/passkey-row'
import type { Means } from './confirm-dialog'
import { RemoveDialog } from './remove-dialog'
import { passkeysHeadingId } from './section-ids'
import { useConfirmed } from './use-confirmed'

export function RemovePasskey({ passkey, means }: { passkey: PasskeyRow; means: Means }) {
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
    const result = await run(() => callApi('DELETE', `/api/v1/passkeys/${passkey.id}`, {}))
    if (result?.kind === 'data' || (result && isProblem(result, 'not_found')))
      return refresh({ toast: t('passkeyRemoved'), focus: passkeysHeadingId })
    setRemoving(false)
    if (result) setError(failureText(result))
  }

  return (
    <>
      <Button size="small" variant="danger" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t('remove')}
      </Button>
      {asking && (
        <RemoveDialog
          title={<Text>{t.rich('passkeyRemoveTitle', { name: passkey.name, bdi: isolated })}</Text>}
          warning={t('passkeyRemoveWarning')}
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
