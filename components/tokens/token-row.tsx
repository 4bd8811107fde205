'use client'

import type { RefObject } from 'react'
import { useTranslations } from 'use-intl'
import { ActionsCell, DataCell, DataRow } from '@/components/ui/data-table'
import { InlineCode } from '@/components/ui/inline-code'
import { LocalDate } from '@/components/ui/local-date'
import { RelativeTime } from '@/components/ui/relative-time'
import type { ApiTokenRow } from '@/shared/api-token-row'
import { CopyTokenButton } from './copy-token-button'
import { DeleteTokenButton } from './delete-token-button'
import type { TokenEvents } from './token-events'

interface TokenRowProps extends TokenEvents {
  token: ApiTokenRow
  copyButton: RefObject<HTMLButtonElement | null>
}

export function TokenRow({ token, copyButton, onDeleted, onGone }: TokenRowProps) {
  const t = useTranslations('tokens')
  return (
    <DataRow>
      <DataCell>
        <span translate="no" className="font-semibold">
          {token.name}
        </span>
      </DataCell>
      <DataCell label={t('token')}>
        <InlineCode>{token.token_hint}</InlineCode>
      </DataCell>
      <DataCell label={t('createdAt')}>
        <span className="text-muted @max-2xl:text-ink">
          <LocalDate at={token.created_at} />
        </span>
      </DataCell>
      <DataCell label={t('lastUsedAt')}>
        <LastUse token={token} />
      </DataCell>
      <ActionsCell>
        <CopyTokenButton ref={copyButton} id={token.id} onGone={onGone} />
        <DeleteTokenButton token={token} onDeleted={onDeleted} onGone={onGone} />
      </ActionsCell>
    </DataRow>
  )
}

function LastUse({ token }: { token: ApiTokenRow }) {
  const t = useTranslations('tokens')
  const style = 'inline-block text-muted first-letter:uppercase @max-2xl:text-ink'
  if (!token.last_used_at) return <span className={style}>{t('neverUsed')}</span>
  return (
    <span className="block @max-2xl:text-right">
      <span className={style}>
        <RelativeTime at={token.last_used_at} />
      </span>
      <span className="block text-muted text-xs">{t('uses', { count: token.use_count })}</span>
    </span>
  )
}
