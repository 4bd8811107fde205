'use client'

import { useTranslations } from 'use-intl'
import { ActionsCell, type Column, DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { LocalDate } from '@/components/ui/local-date'
import { RelativeTime } from '@/components/ui/relative-time'
import type { SessionRow } from '@/shared/session-row'
import { Device } from './device'
import { SignOutSessionButton } from './sign-out-session-button'

interface SessionTableProps {
  sessions: SessionRow[]
  onSignedOut: (id: string) => void
  onEnded: (id: string) => void
}

export function SessionTable({ sessions, onSignedOut, onEnded }: SessionTableProps) {
  const t = useTranslations('sessions')
  const canSignOut = sessions.some((session) => !session.is_current)
  const columns: Column[] = [
    { title: t('device') },
    { title: t('signedIn') },
    { title: t('lastSeen') },
    ...(canSignOut ? [{ title: t('actions'), align: 'end' } as const] : []),
  ]
  return (
    <DataTable label={t('title')} columns={columns}>
      {sessions.map((session) => (
        <DataRow key={session.id}>
          <DataCell>
            <Device session={session} />
          </DataCell>
          <DataCell label={t('signedIn')}>
            <span className="text-muted @max-2xl:text-ink">
              <LocalDate at={session.created_at} />
            </span>
          </DataCell>
          <DataCell label={t('lastSeen')}>
            <span className="inline-block text-muted first-letter:uppercase @max-2xl:text-ink">
              <RelativeTime at={session.last_seen_at} />
            </span>
          </DataCell>
          {canSignOut && (
            <ActionsCell>
              {!session.is_current && (
                <SignOutSessionButton
                  session={session}
                  onSignedOut={onSignedOut}
                  onEnded={onEnded}
                />
              )}
            </ActionsCell>
          )}
        </DataRow>
      ))}
    </DataTable>
  )
}
