'use client'

import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { deviceName } from '@/components/sessions/device-name'
import { ExactTime } from '@/components/ui/exact-time'
import { isolated } from '@/components/ui/isolated'
import { Text } from '@/components/ui/text'
import type { ActivityRow } from '@/shared/audit-row'

/** The details of an entry besides its action; often empty. */
export function AuditEventDetail({ row }: { row: ActivityRow }) {
  return <Text>{useDetail(row)}</Text>
}

function useDetail({ detail }: ActivityRow): ReactNode {
  const t = useTranslations('activity')
  const {
    token_name: name,
    expires_at: expiresAt,
    session_id: sessionId,
    settings,
    ended,
    reason,
  } = detail
  if (name !== undefined)
    return detail.is_retry ? t.rich('retried', { name: () => isolated(name) }) : isolated(name)
  if (expiresAt !== undefined)
    return t.rich('validUntil', { time: () => <ExactTime at={expiresAt} /> })
  if (settings !== undefined) return <SettingNames settings={settings} />
  if (reason !== undefined) return t(`reason.${reason}`)
  if (sessionId !== undefined) return <EndedDevice detail={detail} />
  return ended ? t('ended', { count: ended }) : null
}

function SettingNames({ settings }: { settings: NonNullable<ActivityRow['detail']['settings']> }) {
  const t = useTranslations('activity')
  const names = settings.map((setting) => t(`setting.${setting}`))
  return <span className="inline-block first-letter:uppercase">{useFormatter().list(names)}</span>
}

function EndedDevice({ detail: { browser = '', system = '' } }: { detail: ActivityRow['detail'] }) {
  const t = useTranslations('sessions')
  return <Text>{deviceName(t, { browser, system })}</Text>
}
