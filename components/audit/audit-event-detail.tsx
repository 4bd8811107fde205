'use client'

import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { deviceName } from '@/components/sessions/device-name'
import { isolated, Text } from '@/components/ui/text'
import { ExactTime } from '@/components/ui/time'
import type { ActivityRow } from '@/shared/audit-row'

/** The details of an entry besides its action; often empty. */
export function AuditEventDetail({ row }: { row: ActivityRow }) {
  return <Text>{useDetail(row)}</Text>
}

function useDetail({ detail }: ActivityRow): ReactNode {
  const t = useTranslations('activity')
  const {
    token_name: tokenName,
    service_name: serviceName,
    group_name: groupName,
    name_before: before,
    expires_at: expiresAt,
    session_id: sessionId,
    settings,
    ended,
    reason,
  } = detail
  const name = tokenName ?? serviceName ?? groupName
  if (name !== undefined && detail.is_retry)
    return t.rich('retried', { name: () => isolated(name) })
  if (name !== undefined) return <Thing name={name} before={before} settings={settings} />
  if (expiresAt !== undefined)
    return t.rich('validUntil', { time: () => <ExactTime at={expiresAt} /> })
  if (settings !== undefined) return <SettingNames settings={settings} />
  if (reason !== undefined) return t(`reason.${reason}`)
  if (sessionId !== undefined) return <EndedDevice detail={detail} />
  return ended ? t('ended', { count: ended }) : null
}

type Settings = NonNullable<ActivityRow['detail']['settings']>

interface ThingProps {
  name: string
  before: string | undefined
  settings: Settings | undefined
}

/** A token, a service or a group, and what of it was changed. */
function Thing({ name, before, settings }: ThingProps) {
  const t = useTranslations('activity')
  const list = useSettingList()
  const named = before
    ? t.rich('renamed', { before: () => isolated(before), name: () => isolated(name) })
    : isolated(name)
  return settings
    ? t.rich('changedOf', { name: () => named, settings: () => list(settings) })
    : named
}

function useSettingList() {
  const t = useTranslations('activity')
  const format = useFormatter()
  return (settings: Settings) => format.list(settings.map((setting) => t(`setting.${setting}`)))
}

function SettingNames({ settings }: { settings: Settings }) {
  const list = useSettingList()
  return <span className="inline-block first-letter:uppercase">{list(settings)}</span>
}

function EndedDevice({ detail: { browser = '', system = '' } }: { detail: ActivityRow['detail'] }) {
  const t = useTranslations('sessions')
  return <Text>{deviceName(t, { browser, system })}</Text>
}
