'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/api'
import { appHeadingId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { FieldError } from '@/components/ui/notices'
import { useFailureText } from '@/components/use-failure-text'
import { type BegunApp, ConfirmApp } from './confirm-app'
import type { Means } from './confirm-dialog'
import { NewCodes } from './new-codes'
import { useConfirmed } from './use-confirmed'

/** Three steps: begin, enter a code, keep the recovery codes. */
export function SetUpApp({ means }: { means: Means }) {
  const t = useTranslations('security')
  const { app, codes, error, busy, begin, setApp, setCodes, dialog } = useSetUp(means)
  if (codes) return <NewCodes codes={codes} toast={t('appAdded')} focus={appHeadingId} />
  if (app) return <ConfirmApp app={app} onDone={setCodes} onCancel={() => setApp(undefined)} />
  return (
    <div className="grid gap-3">
      <p>{t('appOff')}</p>
      {error && <FieldError>{error}</FieldError>}
      <Button inactive={busy} onClick={begin} className="justify-self-start max-md:w-full">
        {t('appSetUp')}
      </Button>
      {dialog}
    </div>
  )
}

function useSetUp(means: Means) {
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [app, setApp] = useState<BegunApp>()
  const [codes, setCodes] = useState<string[]>()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function begin() {
    setBusy(true)
    setError(undefined)
    const result = await run(() => callApi<BegunApp>('POST', '/api/v1/second-factor/totp', {}))
    setBusy(false)
    if (result?.kind === 'data') setApp(result.data)
    else if (result) setError(failureText(result))
  }

  return { app, codes, error, busy, begin, setApp, setCodes, dialog }
}
