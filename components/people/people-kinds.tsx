import Link from 'next/link'
import { LinkPending } from '@/components/ui/link-pending'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { type Kind, kinds } from '@/shared/person-row'
import { addressOfList, type Selection } from './address-of-list'

/** How many people and machines are found: links to all of them, and to each kind alone. */
export async function PeopleKinds({
  query,
  kind: shown,
  counts,
}: Selection & { counts: Record<Kind, number> }) {
  const t = await getTranslations('people')
  const segments = [
    { kind: undefined, label: t('all'), count: counts.person + counts.machine },
    ...kinds.map((kind) => ({ kind, label: t(`kinds.${kind}`), count: counts[kind] })),
  ]
  return (
    <nav aria-label={t('kind')}>
      <ul className="grid grid-cols-3 rounded-m border border-field bg-surface p-0.5">
        {segments.map(({ kind, label, count }) => (
          <li key={label} className="grid">
            <Link
              href={addressOfList({ query, kind })}
              prefetch={false}
              scroll={false}
              aria-current={kind === shown ? 'page' : undefined}
              className="flex min-h-[30px] items-center justify-center gap-1.5 rounded-s border border-transparent px-3 whitespace-nowrap text-muted transition-colors hover:text-ink aria-[current]:border-brass aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-ink max-md:min-h-10 max-md:px-1"
            >
              <Text>{label}</Text> <span className="text-sm tabular-nums">{count}</span>
              <LinkPending />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
