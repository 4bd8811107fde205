'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { faultyField, isProblem } from '@/components/api'
import { renameButtonId } from '@/components/focus-targets'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { isolated, Text } from '@/components/ui/text'
import { useFailureText } from '@/components/use-failure-text'
import { useForm } from '@/components/use-form'
import { maxGroupNameLength } from '@/shared/limits'
import { useGroupCall } from './use-group-call'

interface RenameGroupProps {
  id: string
  name: string
}

export function RenameGroup(props: RenameGroupProps) {
  const t = useTranslations('groups')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button
        id={renameButtonId(props.id)}
        size="small"
        aria-haspopup="dialog"
        aria-label={t('renameWhich', { name: props.name })}
        onClick={() => setOpen(true)}
      >
        {t('rename')}
      </Button>
      {isOpen && <RenameDialog {...props} onEnd={() => setOpen(false)} />}
    </>
  )
}

function RenameDialog({ id, name, onEnd }: RenameGroupProps & { onEnd: () => void }) {
  const t = useTranslations('groups')
  const common = useTranslations('common')
  const failureText = useFailureText()
  const call = useGroupCall({ id, name, onEnd })
  const { form, errors, sending, submit } = useForm(['name'], async (data) => {
    const typed = String(data.get('name')).trim()
    if (!typed) return { name: t('nameMissing') }
    const report = { toast: t('renamed', { name: typed }), focus: renameButtonId(id) }
    const failure = await call({ name: typed }, report)
    if (!failure) return null
    const isTaken = isProblem(failure, 'group_exists')
    if (!isTaken && faultyField(failure, 'name'))
      return { name: t('nameInvalid', { max: maxGroupNameLength }) }
    return { [isTaken ? 'name' : 'form']: failureText(failure) }
  })
  const cancel = () => !sending && onEnd()

  return (
    <Dialog
      title={<Text>{t.rich('renameTitle', { name, bdi: isolated })}</Text>}
      description={<p className="mt-1.5 text-muted">{t('renameAbout')}</p>}
      onDismiss={cancel}
    >
      <Form ref={form} onSubmit={submit} className="mt-4">
        <Field
          name="name"
          label={t('name')}
          error={errors.name}
          defaultValue={name}
          autoComplete="off"
        />
        <DialogEnd
          error={errors.form}
          busy={sending}
          label={sending ? common('saving') : common('save')}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}
