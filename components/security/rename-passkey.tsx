'use client'

import { type FormEvent, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, faultyField } from '@/components/api'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import type { PasskeyRow } from '@/shared/passkey-row'
import { passkeysHeadingId } from './section-ids'

export function RenamePasskey({ passkey }: { passkey: PasskeyRow }) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const [asking, setAsking] = useState(false)
  const { error, saving, save } = useRename(passkey.id, () => setAsking(false))
  return (
    <>
      <Button size="small" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t('rename')}
      </Button>
      {asking && (
        <Dialog title={t('passkeyRename')} onDismiss={() => setAsking(false)}>
          <Form onSubmit={save} className="mt-4 grid gap-4">
            <Field
              name="name"
              label={t('passkeyName')}
              defaultValue={passkey.name}
              error={error}
              autoComplete="off"
              autoFocus
            />
            <div className="flex justify-end gap-2.5 max-md:*:flex-1">
              <Button onClick={() => setAsking(false)}>{common('cancel')}</Button>
              <Button type="submit" variant="primary" inactive={saving}>
                {common('save')}
              </Button>
            </div>
          </Form>
        </Dialog>
      )}
    </>
  )
}

function useRename(id: string, onDone: () => void) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const refresh = useRefresh()
  const failureText = useFailureText()
  const [error, setError] = useState<string>()
  const [saving, setSaving] = useState(false)

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if (!name) return setError(t('passkeyNameMissing'))
    setSaving(true)
    const result = await callApi('PATCH', `/api/v1/passkeys/${id}`, { name })
    setSaving(false)
    if (result.kind === 'data') {
      onDone()
      return refresh({ toast: common('saved'), focus: passkeysHeadingId })
    }
    setError(faultyField(result, 'name') ? t('passkeyNameInvalid') : failureText(result))
  }

  return { error, saving, save }
}
