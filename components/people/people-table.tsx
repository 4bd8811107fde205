import type { ComponentProps } from 'react'
import { ChevronRightIcon } from '@/components/icons'
import { ActionsCell, type Column, DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { Text } from '@/components/ui/text'
import { RelativeTime } from '@/components/ui/time'
import { getTranslations } from '@/lib/i18n/server'
import type { PersonRow } from '@/shared/person-row'
import { nameOf } from './name-of'
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
    { title: t('role'), width: '@4xl:w-27' },
    { title: t('groups'), width: '@4xl:w-32' },
    { title: t('state'), width: '@4xl:w-24' },
    { title: t('lastSeen'), width: '@4xl:w-36' },
    { title: t('token'), width: '@4xl:w-17' },
    { title: t('actions'), align: 'end', width: '@4xl:w-31' },
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
    <DataRow folds>
      <DataCell>
        <PersonName person={person} isSelf={isSelf} />
        <details className="@2xl:hidden">
          <summary
            aria-label={t('detailsOf', { name: nameOf(person) })}
            className="flex min-h-11 w-fit cursor-pointer list-none items-center gap-1 text-sm text-muted [&::-webkit-details-marker]:hidden"
          >
            <Text>{t('details')}</Text>
            <ChevronRightIcon className="rotate-90 in-open:-rotate-90" />
          </summary>
        </details>
      </DataCell>
      <DataCell label={t('role')} place="folded">
        <Quiet>{t(`roles.${person.role}`)}</Quiet>
      </DataCell>
      <DataCell label={t('groups')} place="folded">
        <Groups names={person.groups} />
      </DataCell>
      <DataCell place="corner">
        <PersonState state={person.state} />
      </DataCell>
      <DataCell label={t('lastSeen')} place="folded">
        <Quiet>
          {person.last_seen_at ? <RelativeTime at={person.last_seen_at} /> : t('neverSeen')}
        </Quiet>
      </DataCell>
      <DataCell label={t('token')} place="folded">
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
