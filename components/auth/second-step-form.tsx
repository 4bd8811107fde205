'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useFailureText } from '@/components/use-failure-text'
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
  const { error, busy, enter } = useSecondStep(step, onSignedIn)
  const takesCode = step.methods.some((method) => method !== 'passkey')
  return (
    <div className="grid gap-4">
      <h2 className="font-semibold">{t('codeTitle')}</h2>
      {takesCode ? (
        <Form onSubmit={enter} className="grid gap-4">
          <Field
            name="code"
            label={t('code')}
            hint={t('codeHint')}
            error={error}
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
          />
          <Button type="submit" variant="primary" inactive={busy} className="min-h-[38px]">
            {busy ? t('continuing') : t('continue')}
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

function useSecondStep({ continueToken }: SecondStep, onSignedIn: () => void) {
  const t = useTranslations('auth')
  const refusalText = useStepRefusal()
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  async function enter(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const field = event.currentTarget.querySelector<HTMLInputElement>('[name=code]')
    const code = field?.value.trim()
    if (!code) return setError(t('codeMissing'))
    setError(undefined)
    setBusy(true)
    const refused = await startSession({ continue_token: continueToken, code })
    if (!refused) return onSignedIn()
    setBusy(false)
    setError(refusalText(refused))
    field?.focus()
  }

  return { error, busy, enter }
}

function useStepRefusal() {
  const t = useTranslations('auth')
  const failureText = useFailureText()
  return (refused: Refusal) => {
    if (refused.kind !== 'refused') return failureText(refused)
    return refused.code === 'CredentialsSignin' ? t('startOver') : t('signInFailed')
  }
}
