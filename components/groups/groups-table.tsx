import { ActionsCell, type Column, DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { getTranslations } from '@/lib/i18n/server'
import type { GroupRow } from '@/shared/group-row'
import type { ServiceRow } from '@/shared/service-row'
import { DeleteGroup } from './delete-group'
import { RenameGroup } from './rename-group'

export interface GroupsTableProps {
  groups: GroupRow[]
  /** The displayed names of users, by their ids. */
  names: ReadonlyMap<string, string>
  services: ServiceRow[]
}

export async function GroupsTable({ groups, names, services }: GroupsTableProps) {
  const t = await getTranslations('groups')
  const columns: Column[] = [
    { title: t('name') },
    { title: t('members') },
    { title: t('services') },
    { title: t('actions'), align: 'end' },
  ]
  const openedBy = ({ name }: GroupRow) =>
    services.filter((service) => service.access === 'groups' && service.groups.includes(name))
  return (
    <DataTable label={t('title')} columns={columns}>
      {groups.map((group) => (
        <DataRow key={group.id}>
          <DataCell>
            <span translate="no" className="font-semibold">
              {group.name}
            </span>
            {group.source === 'oidc' && (
              <span className="block text-xs text-muted">{t('fromProvider')}</span>
            )}
          </DataCell>
          <DataCell label={t('members')}>
            <Names
              names={group.members.map((id) => names.get(id)).filter((name) => name !== undefined)}
              count={t('memberCount', { count: group.members.length })}
            />
          </DataCell>
          <DataCell label={t('services')}>
            <Names
              names={openedBy(group).map(({ title }) => title)}
              count={t('serviceCount', { count: openedBy(group).length })}
            />
          </DataCell>
          <ActionsCell>
            <RenameGroup id={group.id} name={group.name} />
            <DeleteGroup id={group.id} name={group.name} />
          </ActionsCell>
        </DataRow>
      ))}
    </DataTable>
  )
}

/** More names than these are counted only. */
const shownNames = 3

function Names({ names, count }: { names: string[]; count: string }) {
  return (
    <span className="block max-w-64 min-w-24 whitespace-normal text-muted @max-2xl:text-right">
      {names.length > 0 && names.length <= shownNames ? (
        <span translate="no" className="text-ink [overflow-wrap:anywhere]">
          {names.join(', ')}
        </span>
      ) : (
        <span title={names.join(', ')}>{count}</span>
      )}
    </span>
  )
}
