'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { codesHeadingId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'
import type { Means } from './confirm-dialog'
import { NewCodes } from './new-codes'
import { useConfirmed } from './use-confirmed'

export function RenewCodes({ left, means }: { left: number; means: Means }) {
  const t = useTranslations('security')
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [codes, setCodes] = useState<string[]>()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function renew() {
    setBusy(true)
    setError(undefined)
    const path = '/api/v1/second-factor/recovery-codes'
    const result = await run(() => callApi<{ recovery_codes: string[] }>('POST', path, {}))
    setBusy(false)
    if (result?.kind === 'data') setCodes(result.data.recovery_codes)
    else if (result) setError(failureText(result))
  }

  if (codes) return <NewCodes codes={codes} toast={t('codesMade')} focus={codesHeadingId} />
  return (
    <div className="grid gap-3">
      <p>{t('codesLeft', { count: left })}</p>
      {error && <FieldError>{error}</FieldError>}
      <Button inactive={busy} onClick={renew} className="justify-self-start max-md:w-full">
        {t('codesRenew')}
      </Button>
      {dialog}
    </div>
  )
}
