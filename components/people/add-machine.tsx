'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { PlusIcon } from '@/components/icons'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { Text } from '@/components/ui/text'
import { createTokenId, MachineTokenDialog } from './machine-token-dialog'
import { type Named, nameOf } from './name-of'
import { GroupsField, RoleField } from './person-fields'
import { usePersonForm } from './use-person-form'

export function AddMachineButton() {
  const t = useTranslations('people')
  const [isOpen, setOpen] = useState(false)
  const [machine, setMachine] = useState<Named | null>(null)

  function end() {
    setOpen(false)
    setMachine(null)
  }

  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <PlusIcon />
        <Text>{t('addMachine')}</Text>
      </Button>
      {isOpen && !machine && <AddMachineDialog onAdded={setMachine} onCancel={end} />}
      {machine && <MachineTokenDialog machine={machine} hasToken={false} onEnd={end} />}
    </>
  )
}

interface AddMachineDialogProps {
  onAdded: (machine: Named) => void
  onCancel: () => void
}

function AddMachineDialog({ onAdded, onCancel }: AddMachineDialogProps) {
  const t = useTranslations('people')
  const refresh = useRefresh()
  const { form, errors, sending, submit } = usePersonForm<Named>({
    method: 'POST',
    path: '/api/v1/users',
    fixed: { kind: 'machine' },
    check: ({ display_name: name }) => (name ? {} : { display_name: t('machineNameMissing') }),
    onDone: (machine) => {
      onAdded(machine)
      refresh({ toast: t('machineAdded', { name: nameOf(machine) }), focus: createTokenId })
    },
  })
  const cancel = () => !sending && onCancel()
  return (
    <Dialog
      title={t('machineTitle')}
      description={<p className="mt-1.5 text-muted">{t('machineAbout')}</p>}
      onDismiss={cancel}
    >
      <Form ref={form} onSubmit={submit} className="mt-4">
        <div className="grid gap-4">
          <Field
            name="display_name"
            label={t('name')}
            hint={t('machineNameHint')}
            error={errors.display_name}
            autoComplete="off"
          />
          <RoleField kind="machine" chosen="member" />
          <GroupsField groups={[]} error={errors.groups} />
        </div>
        <DialogEnd
          error={errors.form}
          busy={sending}
          label={sending ? t('adding') : t('addMachine')}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}
