'use client'

import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { SelectField } from '@/components/ui/select-field'
import type { Role } from '@/shared/person-row'

/* The fields that inviting, adding and editing share. */

/** The schema's own list would bring zod to the browser, which tries eval. */
const roles: readonly Role[] = ['member', 'owner']

export function RoleField({ chosen }: { chosen: Role }) {
  const t = useTranslations('people')
  return (
    <SelectField name="role" label={t('role')} hint={t('roleHint')} defaultValue={chosen}>
      {roles.map((value) => (
        <option key={value} value={value}>
          {t(`roles.${value}`)}
        </option>
      ))}
    </SelectField>
  )
}

interface GroupsFieldProps {
  groups: string[]
  error: string | undefined
}

export function GroupsField({ groups, error }: GroupsFieldProps) {
  const t = useTranslations('people')
  return (
    <Field
      name="groups"
      label={t('groups')}
      hint={t('groupsHint')}
      error={error}
      defaultValue={writeGroups(groups)}
      autoComplete="off"
    />
  )
}

export const writeGroups = (names: string[]) => names.join(', ')

/** Reads the names of groups from what was typed. */
export function readGroups(text: string): string[] {
  const names = text.split(',').map((name) => name.trim())
  return [...new Set(names)].filter((name) => name !== '')
}
