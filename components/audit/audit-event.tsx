'use client'

import { useTranslations } from 'use-intl'
import { isolated, Text } from '@/components/ui/text'
import type { ActivityRow } from '@/shared/audit-row'
import { AuditEventDetail } from './audit-event-detail'

const failures: readonly ActivityRow['action'][] = ['sign_in_failed', 'password_change_failed']

/** The action and, in a muted second line, its object or the reason for a failure. */
export function AuditEvent({ row }: { row: ActivityRow }) {
  const t = useTranslations('activity')
  const isFailure = failures.includes(row.action)
  return (
    <>
      <span className={`font-semibold ${isFailure ? 'text-danger' : ''}`}>
        {t(`action.${row.action}`)}
      </span>
      <span className="block text-muted text-sm empty:hidden">
        <AuditEventDetail row={row} />
      </span>
      {row.actor_email !== null && (
        <span className="block text-muted text-sm">
          <Text>{t.rich('by', { email: () => isolated(row.actor_email) })}</Text>
        </span>
      )}
    </>
  )
}
