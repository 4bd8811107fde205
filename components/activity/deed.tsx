'use client'

import { useTranslations } from 'use-intl'
import type { ActivityRow } from '@/shared/audit-row'
import { DeedDetail } from './deed-detail'

const failures: readonly ActivityRow['action'][] = ['sign_in_failed', 'password_change_failed']

/** What was done, and, in a quiet second line, to what or why not. */
export function Deed({ row }: { row: ActivityRow }) {
  const t = useTranslations('activity')
  const isFailure = failures.includes(row.action)
  return (
    <>
      <span className={`font-semibold ${isFailure ? 'text-danger' : ''}`}>
        {t(`action.${row.action}`)}
      </span>
      <span className="block text-muted text-sm empty:hidden">
        <DeedDetail row={row} />
      </span>
    </>
  )
}
