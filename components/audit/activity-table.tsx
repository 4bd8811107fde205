'use client'

import type { Ref } from 'react'
import { useTranslations } from 'use-intl'
import { deviceName } from '@/components/sessions/device-name'
import { DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { Text } from '@/components/ui/text'
import { RelativeTime } from '@/components/ui/time'
import type { ActivityRow } from '@/shared/audit-row'
import { AuditEvent } from './audit-event'

interface ActivityTableProps {
  rows: ActivityRow[]
  /** The id of the row that can receive focus. */
  newest: string | undefined
  newestRef: Ref<HTMLTableRowElement>
}

export function ActivityTable({ rows, newest, newestRef }: ActivityTableProps) {
  const t = useTranslations('activity')
  const columns = (['what', 'with', 'from', 'when'] as const).map((name) => ({ title: t(name) }))
  return (
    // Some cells have a second line: the first lines share one baseline.
    <div className="[&_td]:align-baseline">
      <DataTable label={t('title')} columns={columns}>
        {rows.map((row) => (
          <DataRow key={row.id} rowRef={row.id === newest ? newestRef : undefined}>
            <DataCell>
              <AuditEvent row={row} />
            </DataCell>
            <DataCell label={t('with')}>
              <span className="text-muted @max-2xl:text-ink">
                {t(`credential.${row.credential}`)}
              </span>
            </DataCell>
            <DataCell label={t('from')}>
              <Source row={row} />
            </DataCell>
            <DataCell label={t('when')}>
              <span className="inline-block text-muted first-letter:uppercase @max-2xl:text-ink">
                <RelativeTime at={row.at} />
              </span>
            </DataCell>
          </DataRow>
        ))}
      </DataTable>
    </div>
  )
}

function Source({ row }: { row: ActivityRow }) {
  const t = useTranslations('activity')
  const sessions = useTranslations('sessions')
  return (
    <span className="block text-muted @max-2xl:text-right @max-2xl:text-ink">
      <Text>{deviceName(sessions, row)}</Text>
      <span translate={row.address ? 'no' : undefined} className="block text-muted text-sm">
        {row.address || t('unknownAddress')}
      </span>
    </span>
  )
}
