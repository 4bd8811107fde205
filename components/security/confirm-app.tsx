'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Verbatim } from '@/components/ui/verbatim'
import { useFailureText } from '@/components/use-failure-text'
import { QrImage } from './qr-image'

/** As `POST /api/v1/second-factor/totp` answers it. */
export interface BegunApp {
  secret: string
  uri: string
  qr: { size: number; path: string }
}

interface ConfirmAppProps {
  app: BegunApp
  onDone: (recoveryCodes: string[]) => void
  onCancel: () => void
}

/** The secret, as QR code and text, and a field for the first code. */
export function ConfirmApp({ app, onDone, onCancel }: ConfirmAppProps) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const { error, busy, confirm } = useConfirmApp(onDone)
  return (
    <div className="grid gap-4.5">
      <p className="text-muted">{t('appScan')}</p>
      <QrImage label={t('appQr')} {...app.qr} />
      <div className="grid gap-1">
        <p className="text-sm font-medium">{t('appSecret')}</p>
        <p className="font-mono text-sm [overflow-wrap:anywhere]">
          <Verbatim>{app.secret.match(/.{1,4}/g)?.join(' ')}</Verbatim>
        </p>
      </div>
      <Form onSubmit={confirm} className="grid gap-4.5">
        <Field
          name="code"
          label={t('code')}
          hint={t('codeHint')}
          error={error}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
        />
        <div className="flex gap-2.5 max-md:*:flex-1">
          <Button type="submit" variant="primary" inactive={busy}>
            {t('appTurnOn')}
          </Button>
          <Button onClick={onCancel}>{common('cancel')}</Button>
        </div>
      </Form>
    </div>
  )
}

function useConfirmApp(onDone: ConfirmAppProps['onDone']) {
  const t = useTranslations('security')
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function confirm(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const code = String(new FormData(event.currentTarget).get('code')).trim()
    if (!code) return setError(t('codeMissing'))
    setBusy(true)
    const path = '/api/v1/second-factor/totp/confirm'
    const result = await callApi<{ recovery_codes: string[] }>('POST', path, { code })
    setBusy(false)
    if (result.kind === 'data') return onDone(result.data.recovery_codes)
    setError(isProblem(result, 'code_wrong') ? t('codeWrong') : failureText(result))
  }

  return { error, busy, confirm }
}
