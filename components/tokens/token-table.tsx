'use client'

import type { RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { type Column, DataTable } from '@/components/ui/data-table'
import type { ApiTokenRow } from '@/shared/api-token-row'
import type { TokenEvents } from './token-events'
import { TokenRow } from './token-row'

interface TokenTableProps extends TokenEvents {
  tokens: ApiTokenRow[]
  copyButton: RefObject<HTMLButtonElement | null>
}

export function TokenTable({ tokens, copyButton, ...events }: TokenTableProps) {
  const t = useTranslations('tokens')
  const columns: Column[] = [
    { title: t('name') },
    { title: t('token') },
    { title: t('createdAt') },
    { title: t('lastUsedAt') },
    { title: t('actions'), align: 'end' },
  ]
  return (
    <DataTable label={t('title')} columns={columns}>
      {tokens.map((token) => (
        <TokenRow key={token.id} token={token} copyButton={copyButton} {...events} />
      ))}
    </DataTable>
  )
}
