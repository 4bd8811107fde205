'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, faultyField } from '@/components/api'
import { createPasskey } from '@/components/passkey-ceremony'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import type { Means } from './confirm-dialog'
import { passkeysHeadingId } from './section-ids'
import { useConfirmed } from './use-confirmed'

export function AddPasskey({ means }: { means: Means }) {
  const t = useTranslations('security')
  const { error, busy, add, dialog } = useAddPasskey(means)
  return (
    <>
      <Form onSubmit={add} className="grid gap-3">
        <Field
          name="passkeyName"
          label={t('passkeyName')}
          hint={t('passkeyNameHint')}
          error={error}
          autoComplete="off"
        />
        <Button
          type="submit"
          variant="primary"
          inactive={busy}
          className="justify-self-start max-md:w-full"
        >
          {t('passkeyAdd')}
        </Button>
      </Form>
      {dialog}
    </>
  )
}

function useAddPasskey(means: Means) {
  const t = useTranslations('security')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const { run, dialog } = useConfirmed(means)
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)

  /** @returns the error to show, if there is one */
  async function register(name: string): Promise<string | undefined> {
    const options = await run(() =>
      callApi<Record<string, unknown>>('POST', '/api/v1/passkeys/options', {}),
    )
    if (!options) return
    const made = await createPasskey(options)
    if (made.kind === 'cancelled') return t('passkeyCancelled')
    if (made.kind !== 'data') return failureText(made)
    const result = await callApi('POST', '/api/v1/passkeys', { name, credential: made.data })
    if (result.kind !== 'data')
      return faultyField(result, 'name') ? t('passkeyNameInvalid') : failureText(result)
    refresh({ toast: t('passkeyWasAdded'), focus: passkeysHeadingId })
  }

  async function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const form = event.currentTarget
    const name = String(new FormData(form).get('passkeyName')).trim()
    if (!name) return setError(t('passkeyNameMissing'))
    setBusy(true)
    const found = await register(name)
    setBusy(false)
    setError(found)
    if (found === undefined) form.reset()
  }

  return { error, busy, add, dialog }
}
