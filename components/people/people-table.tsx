import type { ComponentProps } from 'react'
import { ActionsCell, type Column, DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { RelativeTime } from '@/components/ui/relative-time'
import { getTranslations } from '@/lib/i18n/server'
import type { PersonRow } from '@/shared/person-row'
import { PersonMenu } from './person-menu'
import { PersonName } from './person-name'
import { PersonState } from './person-state'

interface PeopleTableProps {
  people: PersonRow[]
  /** The id of the signed-in owner. */
  ownId: string
  /** Whether anybody signs in with a password. */
  takesPasswords: boolean
}

export async function PeopleTable({ people, ownId, takesPasswords }: PeopleTableProps) {
  const t = await getTranslations('people')
  const columns: Column[] = [
    { title: t('name') },
    { title: t('role') },
    { title: t('groups') },
    { title: t('state') },
    { title: t('lastSeen') },
    { title: t('token') },
    { title: t('actions'), align: 'end' },
  ]
  return (
    // Some cells have a second line: the first lines share one baseline.
    <div className="[&_td]:align-baseline @2xl:[&_td]:px-3 @2xl:[&_td:first-child]:pl-4 @2xl:[&_td:last-child]:pr-4 @2xl:[&_th]:px-3 @2xl:[&_th:first-child]:pl-4 @2xl:[&_th:last-child]:pr-4">
      <DataTable label={t('title')} columns={columns}>
        {people.map((person) => (
          <PersonTableRow
            key={person.id}
            person={person}
            isSelf={person.id === ownId}
            takesPasswords={takesPasswords}
          />
        ))}
      </DataTable>
    </div>
  )
}

type PersonTableRowProps = ComponentProps<typeof PersonMenu>

async function PersonTableRow({ person, isSelf, takesPasswords }: PersonTableRowProps) {
  const t = await getTranslations('people')
  return (
    <DataRow>
      <DataCell>
        <PersonName person={person} isSelf={isSelf} />
      </DataCell>
      <DataCell label={t('role')}>
        <Quiet>{t(`roles.${person.role}`)}</Quiet>
      </DataCell>
      <DataCell label={t('groups')}>
        <Groups names={person.groups} />
      </DataCell>
      <DataCell label={t('state')}>
        <PersonState state={person.state} />
      </DataCell>
      <DataCell label={t('lastSeen')}>
        <Quiet>
          {person.last_seen_at ? <RelativeTime at={person.last_seen_at} /> : t('neverSeen')}
        </Quiet>
      </DataCell>
      <DataCell label={t('token')}>
        <Quiet>{person.has_token ? t('hasToken') : t('noToken')}</Quiet>
      </DataCell>
      <ActionsCell>
        <PersonMenu {...{ person, isSelf, takesPasswords }} />
      </ActionsCell>
    </DataRow>
  )
}

function Quiet({ children }: { children: React.ReactNode }) {
  return (
    <span className="inline-block text-muted first-letter:uppercase @max-2xl:text-ink">
      {children}
    </span>
  )
}

async function Groups({ names }: { names: string[] }) {
  const t = await getTranslations('people')
  if (names.length === 0) return <Quiet>{t('noGroups')}</Quiet>
  return (
    <span
      translate="no"
      className="line-clamp-2 max-w-48 min-w-24 whitespace-normal text-muted [overflow-wrap:anywhere] @max-2xl:text-right @max-2xl:text-ink"
      title={names.join(', ')}
    >
      {names.join(', ')}
    </span>
  )
}
