'use client'

import { useTranslations } from 'use-intl'
import { SelectField } from '@/components/ui/select-field'
import { TextareaField } from '@/components/ui/textarea-field'
import type { Kind, Role } from '@/shared/person-row'

/* The fields that inviting, adding and editing share. */

/** The schema's own list would bring zod to the browser, which tries eval. */
const rolesOf: Record<Kind, readonly Role[]> = {
  person: ['member', 'owner'],
  machine: ['member', 'service'],
}

interface RoleFieldProps {
  kind: Kind
  chosen: Role
}

export function RoleField({ kind, chosen }: RoleFieldProps) {
  const t = useTranslations('people')
  return (
    <SelectField
      name="role"
      label={t('role')}
      hint={t(kind === 'person' ? 'roleHint' : 'machineRoleHint')}
      defaultValue={chosen}
    >
      {rolesOf[kind].map((value) => (
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
    <TextareaField
      name="groups"
      label={t('groups')}
      hint={t('groupsHint')}
      error={error}
      rows={Math.max(2, groups.length + 1)}
      defaultValue={writeGroups(groups)}
      autoComplete="off"
    />
  )
}

/** The names, each on a line of its own: any other character may be part of one. */
export const writeGroups = (names: string[]) => names.join('\n')

/** Reads the names of groups from what was typed. */
export function readGroups(text: string): string[] {
  const names = text.split(/\r?\n/).map((name) => name.trim())
  return [...new Set(names)].filter((name) => name !== '')
}
