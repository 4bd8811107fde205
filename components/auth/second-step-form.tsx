'use client'

import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { SecondFactorMethod } from '@/shared/second-factor'
import { PasskeyButton } from './passkey-button'
import { type Refusal, startSession } from './start-session'

export interface SecondStep {
  methods: SecondFactorMethod[]
  continueToken: string
}

interface SecondStepFormProps {
  step: SecondStep
  hasPasskeys: boolean
  onSignedIn: () => void
  startAgain: () => void
}

/** Asks for the second factor after a correct password. */
export function SecondStepForm(props: SecondStepFormProps) {
  const { step, hasPasskeys, onSignedIn, startAgain } = props
  const t = useTranslations('auth')
  const refusalText = useStepRefusal()
  const { form, errors, sending, submit } = useForm(['code'], async (data) => {
    const code = String(data.get('code')).trim()
    if (!code) return { code: t('codeMissing') }
    const refused = await startSession({ continue_token: step.continueToken, code })
    if (refused) return { code: refusalText(refused) }
    onSignedIn()
    return null
  })
  const takesCode = step.methods.some((method) => method !== 'passkey')
  return (
    <div className="grid gap-4">
      <h2 className="font-semibold">{t('codeTitle')}</h2>
      {takesCode ? (
        <Form ref={form} onSubmit={submit} className="grid gap-4">
          <Field
            name="code"
            label={t('code')}
            hint={t('codeHint')}
            error={errors.code}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
          <Button type="submit" variant="primary" inactive={sending} className="min-h-[38px]">
            {sending ? t('continuing') : t('continue')}
          </Button>
        </Form>
      ) : (
        <p className="text-muted">{t('passkeyNeeded')}</p>
      )}
      {step.methods.includes('passkey') && hasPasskeys && <PasskeyButton onSignedIn={onSignedIn} />}
      <Button variant="quiet" onClick={startAgain}>
        {t('startAgain')}
      </Button>
    </div>
  )
}

function useStepRefusal() {
  const t = useTranslations('auth')
  const failureText = useFailureText()
  return (refused: Refusal) => {
    if (refused.kind !== 'refused') return failureText(refused)
    return refused.code === 'CredentialsSignin' ? t('startOver') : t('signInFailed')
  }
}
