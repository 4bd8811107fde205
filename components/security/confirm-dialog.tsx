'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { type ApiResult, callApi, isProblem } from '@/components/api'
import { askForPasskey } from '@/components/passkey-ceremony'
import { Button } from '@/components/ui/button'
import { buttonClass } from '@/components/ui/button-class'
import { Dialog } from '@/components/ui/dialog'
import { Form } from '@/components/ui/form'
import { FieldError } from '@/components/ui/notices'
import { PasswordField } from '@/components/ui/password-field'
import { useFailureText } from '@/components/use-failure-text'

/** By what the user can confirm on this page. */
export interface Means {
  password: boolean
  passkey: boolean
}

interface ConfirmDialogProps {
  means: Means
  onDone: (isConfirmed: boolean) => void
}

/** Leads to the provider, which asks for the sign-in again, and back. */
const signInAgain = `/api/auth/signin/oidc?confirm=true&next=${encodeURIComponent('/account/security')}`

const path = '/api/v1/second-factor/confirmation'

/** Asks for the password or a passkey, before a second factor is added or removed. */
export function ConfirmDialog({ means, onDone }: ConfirmDialogProps) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const { error, confirming, byPassword, byPasskey } = useConfirm(onDone)
  const isHelpless = !means.password && !means.passkey
  return (
    <Dialog
      title={t('confirmTitle')}
      description={
        <p className="mt-1 text-muted">{isHelpless ? t('confirmBySignIn') : t('confirmAbout')}</p>
      }
      onDismiss={() => onDone(false)}
    >
      <Form onSubmit={byPassword} className="mt-4 grid gap-4">
        {means.password && (
          <PasswordField
            name="password"
            label={t('currentPassword')}
            error={error}
            autoComplete="current-password"
            autoFocus
          />
        )}
        {!means.password && error && <FieldError>{error}</FieldError>}
        <div className="flex flex-wrap justify-end gap-2.5 max-md:*:flex-1">
          <Button onClick={() => onDone(false)}>{common('cancel')}</Button>
          {isHelpless && (
            <a href={signInAgain} className={buttonClass({ variant: 'primary' })}>
              {t('confirmAtProvider')}
            </a>
          )}
          {means.passkey && (
            <Button onClick={byPasskey} inactive={confirming}>
              {t('confirmByPasskey')}
            </Button>
          )}
          {means.password && (
            <Button type="submit" variant="primary" inactive={confirming}>
              {t('confirm')}
            </Button>
          )}
        </div>
      </Form>
    </Dialog>
  )
}

function useConfirm(onDone: ConfirmDialogProps['onDone']) {
  const t = useTranslations('security')
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [confirming, setConfirming] = useState(false)

  async function send(body: Record<string, unknown>) {
    const result: ApiResult<unknown> = await callApi('POST', path, body)
    setConfirming(false)
    if (result.kind === 'data') return onDone(true)
    const isWrong = isProblem(result, 'credentials_wrong')
    setError(isWrong ? t('confirmWrong') : failureText(result))
  }

  async function byPassword(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const password = String(new FormData(event.currentTarget).get('password') ?? '')
    if (!password) return setError(t('currentMissing'))
    setConfirming(true)
    await send({ password })
  }

  async function byPasskey() {
    setConfirming(true)
    const asked = await askForPasskey(`${path}/options`)
    if (asked.kind === 'data') return send({ credential: asked.data })
    setConfirming(false)
    setError(asked.kind === 'cancelled' ? t('passkeyCancelled') : failureText(asked))
  }

  return { error, confirming, byPassword, byPasskey }
}
