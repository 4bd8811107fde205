'use client'

import { useTranslations } from 'use-intl'
import { manageButtonId, peopleHeadingId } from '@/components/focus-targets'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { useRefresh } from '@/components/ui/refresh'
import { isolated, Text } from '@/components/ui/text'
import type { PersonRow } from '@/shared/person-row'
import { nameOf } from './name-of'
import { GroupsField, RoleField, writeGroups } from './person-fields'
import { usePersonForm } from './use-person-form'

interface EditPersonProps {
  person: PersonRow
  onEnd: () => void
}

/** Name, role and groups. */
export function EditPerson({ person, onEnd }: EditPersonProps) {
  const t = useTranslations('people')
  const common = useTranslations('common')
  const refresh = useRefresh()
  const name = nameOf(person)
  const isMachine = person.kind === 'machine'
  const { form, errors, sending, submit } = usePersonForm<unknown>({
    method: 'PATCH',
    path: `/api/v1/users/${person.id}`,
    before: {
      display_name: person.display_name,
      role: person.role,
      groups: writeGroups(person.groups),
    },
    check: ({ display_name: typed }) =>
      isMachine && !typed ? { display_name: t('machineNameMissing') } : {},
    onDone: () => {
      refresh({ toast: t('edited', { name }), focus: manageButtonId(person.id) })
      onEnd()
    },
    onGone: () => refresh({ toast: t('changedElsewhere', { name }), focus: peopleHeadingId }),
  })
  const cancel = () => !sending && onEnd()
  return (
    <Dialog
      title={<Text>{t.rich('editTitle', { name, bdi: isolated })}</Text>}
      description={!isMachine && <p className="mt-0.5 text-muted">{person.email}</p>}
      onDismiss={cancel}
    >
      <Form ref={form} onSubmit={submit} className="mt-4">
        <div className="grid gap-4">
          <Field
            name="display_name"
            label={t('name')}
            hint={isMachine ? t('machineNameHint') : t('nameHint')}
            error={errors.display_name}
            defaultValue={person.display_name}
            autoComplete="off"
          />
          <RoleField kind={person.kind} chosen={person.role} />
          <GroupsField groups={person.groups} error={errors.groups} />
        </div>
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
