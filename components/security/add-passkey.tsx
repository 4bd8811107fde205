'use client'

import { useTranslations } from 'use-intl'
import { callApi, faultyField } from '@/components/api'
import { passkeysHeadingId } from '@/components/focus-targets'
import { createPasskey } from '@/components/passkey-ceremony'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { Means } from './confirm-dialog'
import { useConfirmed } from './use-confirmed'

export function AddPasskey({ means }: { means: Means }) {
  const t = useTranslations('security')
  const { form, errors, sending, submit, dialog } = useAddPasskey(means)
  return (
    <>
      <Form ref={form} onSubmit={submit}>
        <Field
          name="passkeyName"
          label={t('passkeyName')}
          hint={t('passkeyNameHint')}
          error={errors.passkeyName}
          autoComplete="off"
          action={
            <Button type="submit" inactive={sending}>
              {t('passkeyAdd')}
            </Button>
          }
        />
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

  const add = useForm(['passkeyName'], async (data, form) => {
    const name = String(data.get('passkeyName')).trim()
    if (!name) return { passkeyName: t('passkeyNameMissing') }
    const error = await register(name)
    if (error === undefined) form.reset()
    return { passkeyName: error }
  })
  return { ...add, dialog }
}
