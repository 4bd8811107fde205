'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, faultyField } from '@/components/api'
import { passkeysHeadingId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import type { PasskeyRow } from '@/shared/passkey-row'

export function RenamePasskey({ passkey }: { passkey: PasskeyRow }) {
  const t = useTranslations('security')
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" aria-haspopup="dialog" onClick={() => setAsking(true)}>
        {t('rename')}
      </Button>
      {asking && <RenameDialog passkey={passkey} onEnd={() => setAsking(false)} />}
    </>
  )
}

function RenameDialog({ passkey, onEnd }: { passkey: PasskeyRow; onEnd: () => void }) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const { form, errors, sending, submit } = useRename(passkey.id, onEnd)
  const cancel = () => !sending && onEnd()
  return (
    <Dialog title={t('passkeyRename')} onDismiss={cancel}>
      <Form ref={form} onSubmit={submit} className="mt-4">
        <Field
          name="name"
          label={t('passkeyName')}
          defaultValue={passkey.name}
          error={errors.name}
          autoComplete="off"
          autoFocus
        />
        <DialogEnd
          busy={sending}
          label={sending ? common('saving') : common('save')}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}

function useRename(id: string, onDone: () => void) {
  const t = useTranslations('security')
  const common = useTranslations('common')
  const refresh = useRefresh()
  const failureText = useFailureText()
  return useForm(['name'], async (data) => {
    const name = String(data.get('name')).trim()
    if (!name) return { name: t('passkeyNameMissing') }
    const result = await callApi('PATCH', `/api/v1/passkeys/${id}`, { name })
    if (result.kind !== 'data')
      return {
        name: faultyField(result, 'name') ? t('passkeyNameInvalid') : failureText(result),
      }
    onDone()
    refresh({ toast: common('saved'), focus: passkeysHeadingId })
    return null
  })
}
