import { ActionsCell, type Column, DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { ExactTime, RelativeTime } from '@/components/ui/time'
import { getTranslations } from '@/lib/i18n/server'
import type { SessionRow } from '@/shared/session-row'
import { deviceName } from './device-name'
import { SignOutSessionButton } from './sign-out-session-button'

export async function SessionTable({ sessions }: { sessions: SessionRow[] }) {
  const t = await getTranslations('sessions')
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
              <ExactTime at={session.created_at} />
            </span>
          </DataCell>
          <DataCell label={t('lastSeen')}>
            <span className="inline-block text-muted first-letter:uppercase @max-2xl:text-ink">
              <RelativeTime at={session.last_seen_at} />
            </span>
          </DataCell>
          {canSignOut && (
            <ActionsCell>
              {!session.is_current && <SignOutSessionButton id={session.id} />}
            </ActionsCell>
          )}
        </DataRow>
      ))}
    </DataTable>
  )
}

async function Device({ session }: { session: SessionRow }) {
  const t = await getTranslations('sessions')
  return (
    <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
      <span className="font-semibold">{deviceName(t, session)}</span>
      {session.is_current && (
        <span className="rounded-s bg-ok-soft px-1.5 py-0.5 text-xs font-medium text-ok">
          {t('thisDevice')}
        </span>
      )}
    </span>
  )
}
