import { RotateButton } from '@/components/rotation/rotate-button'
import { ActionsCell, type Column, DataCell, DataRow, DataTable } from '@/components/ui/data-table'
import { InlineCode } from '@/components/ui/text'
import { LocalDate, RelativeTime } from '@/components/ui/time'
import { getTranslations } from '@/lib/i18n/server'
import type { ApiTokenRow } from '@/shared/api-token-row'
import { CopyTokenButton, copyButtonId } from './copy-token-button'
import { DeleteToken } from './delete-token'

export async function TokenTable({ tokens }: { tokens: ApiTokenRow[] }) {
  const t = await getTranslations('tokens')
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
        <TokenRow key={token.id} token={token} />
      ))}
    </DataTable>
  )
}

async function TokenRow({ token }: { token: ApiTokenRow }) {
  const t = await getTranslations('tokens')
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
        <CopyTokenButton id={token.id} />
        <RotateButton
          path={`/api/v1/tokens/${token.id}`}
          name={token.name}
          copyButton={copyButtonId}
          inProgress={token.previous_ends_at !== null}
        />
        <DeleteToken id={token.id} name={token.name} />
      </ActionsCell>
    </DataRow>
  )
}

/** A token that nobody has used for so long may be deleted. */
const unusedDays = 90

async function LastUse({ token }: { token: ApiTokenRow }) {
  const [t, usage] = await Promise.all([getTranslations('tokens'), getTranslations('usage')])
  const style = 'inline-block text-muted first-letter:uppercase @max-2xl:text-ink'
  const since = new Date(token.last_used_at ?? token.created_at).getTime()
  const isUnused = Date.now() - since >= unusedDays * 86_400_000
  return (
    <span className="block @max-2xl:text-right">
      <span className={style}>
        {token.last_used_at ? <RelativeTime at={token.last_used_at} /> : t('neverUsed')}
      </span>
      {token.last_used_at && (
        <span className="block text-muted text-xs">{t('uses', { count: token.use_count })}</span>
      )}
      {isUnused && (
        <span className="block font-medium text-accent text-xs">
          {usage('unused', { days: unusedDays })}
        </span>
      )}
    </span>
  )
}
