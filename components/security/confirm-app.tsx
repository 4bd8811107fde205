'use client'

import { useTranslations } from 'use-intl'
import { callApi, isProblem } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import { AppSecret } from './app-secret'
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
  const { form, errors, sending, submit } = useConfirmApp(onDone)
  return (
    <div className="grid gap-4.5">
      <p className="text-muted">{t('appScan')}</p>
      <QrImage label={t('appQr')} {...app.qr} />
      <AppSecret secret={app.secret} />
      <Form ref={form} onSubmit={submit} className="grid gap-4.5">
        <Field
          name="code"
          label={t('code')}
          hint={t('codeHint')}
          error={errors.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          className="max-w-40 font-mono"
          autoFocus
        />
        <div className="flex gap-2.5 max-md:*:flex-1">
          <Button type="submit" variant="primary" inactive={sending}>
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
  return useForm(['code'], async (data) => {
    const code = String(data.get('code')).trim()
    if (!code) return { code: t('codeMissing') }
    const path = '/api/v1/second-factor/totp/confirm'
    const result = await callApi<{ recovery_codes: string[] }>('POST', path, { code })
    if (result.kind !== 'data')
      return { code: isProblem(result, 'code_wrong') ? t('codeWrong') : failureText(result) }
    onDone(result.data.recovery_codes)
    return null
  })
}
