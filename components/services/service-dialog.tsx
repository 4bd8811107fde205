'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { writeGroups } from '@/components/people/person-fields'
import { Dialog } from '@/components/ui/dialog'
import { DialogEnd } from '@/components/ui/dialog-end'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { SelectField } from '@/components/ui/select-field'
import { TextareaField } from '@/components/ui/textarea-field'
import type { ServiceRow } from '@/shared/service-row'
import { useServiceForm } from './use-service-form'

interface ServiceDialogProps {
  /** The service to change; without one, another is added. */
  service?: ServiceRow
  title: ReactNode
  /** The label of the button that saves. */
  label: string
  busyLabel: string
  /** Called in the transition that shows the change. */
  onDone: (service: ServiceRow) => void
  onGone?: () => void
  onCancel: () => void
}

export function ServiceDialog(props: ServiceDialogProps) {
  const { service, title, label, busyLabel, onCancel } = props
  const t = useTranslations('services')
  const [access, setAccess] = useState(service?.access ?? 'everyone')
  const { form, errors, sending, submit } = useServiceForm(props)
  const cancel = () => !sending && onCancel()
  return (
    <Dialog title={title} onDismiss={cancel}>
      <Form ref={form} onSubmit={submit} className="mt-4">
        <div className="grid gap-4">
          <Field
            name="name"
            label={t('name')}
            hint={service ? t('nameHintChange') : t('nameHint')}
            error={errors.name}
            defaultValue={service?.name}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
          <Field
            name="title"
            label={t('titleLabel')}
            hint={t('titleHint')}
            error={errors.title}
            defaultValue={service && service.title !== service.name ? service.title : ''}
            autoComplete="off"
          />
          <Field
            name="url"
            type="url"
            label={t('url')}
            hint={t('urlHint')}
            error={errors.url}
            defaultValue={service?.url ?? ''}
            autoComplete="off"
            spellCheck={false}
          />
          <SelectField
            name="access"
            label={t('access')}
            value={access}
            onChange={(event) => setAccess(event.target.value as ServiceRow['access'])}
          >
            <option value="everyone">{t('everyone')}</option>
            <option value="groups">{t('membersOf')}</option>
          </SelectField>
          {access === 'groups' && (
            <TextareaField
              name="groups"
              label={t('groups')}
              hint={t('groupsHint')}
              error={errors.groups}
              rows={Math.max(2, (service?.groups.length ?? 0) + 1)}
              defaultValue={writeGroups(service?.groups ?? [])}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </div>
        <DialogEnd
          error={errors.form}
          busy={sending}
          label={sending ? busyLabel : label}
          onCancel={cancel}
        />
      </Form>
    </Dialog>
  )
}
