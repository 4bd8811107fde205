import { getTranslations } from '@/lib/i18n/server'
import { Card } from './card'
import { Skeleton } from './skeleton'

interface SkeletonPanelProps {
  title: string
  /** The level of its heading; 1 for a page that is nothing but this section. */
  level?: 1 | 2
  rows: number
}

/** A section that is loading: its heading is known, its rows are not. */
export async function SkeletonPanel({ title, level = 2, rows }: SkeletonPanelProps) {
  const t = await getTranslations('common')
  return (
    <div>
      <p role="status" className="sr-only">
        {t('loading')}
      </p>
      {level === 1 ? (
        <h1 className="text-xl font-semibold">{title}</h1>
      ) : (
        <h2 className="text-lg font-semibold">{title}</h2>
      )}
      <Skeleton className="mt-1.5 mb-5 h-4 w-96 max-w-full" />
      <Card>
        {Array.from({ length: rows }, (_, row) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
            key={row}
            className="flex items-center justify-between gap-6 border-b border-line px-4 py-5 last:border-b-0"
          >
            <Skeleton className="h-4 w-40" />
            <Skeleton className="h-4 w-24 max-md:hidden" />
            <Skeleton className="h-4 w-24 max-md:hidden" />
            <Skeleton className="h-7 w-28" />
          </div>
        ))}
      </Card>
    </div>
  )
}
