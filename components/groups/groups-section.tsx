import Link from 'next/link'
import { BlankCounter } from '@/components/brand-mark'
import { groupsHeadingId } from '@/components/focus-targets'
import { Card } from '@/components/ui/card'
import { getTranslations } from '@/lib/i18n/server'
import { GroupsTable, type GroupsTableProps } from './groups-table'

/** The groups of users, for owners: who is in them, and which services they open. */
export async function GroupsSection(props: GroupsTableProps) {
  const t = await getTranslations('groups')
  return (
    <section aria-labelledby={groupsHeadingId}>
      <p className="mb-1.5">
        <Link
          href="/people"
          prefetch={false}
          className="text-sm text-muted underline decoration-line-strong underline-offset-3 hover:text-ink"
        >
          {t('back')}
        </Link>
      </p>
      <h1 id={groupsHeadingId} tabIndex={-1} className="text-xl font-semibold outline-none">
        {t('title')}
      </h1>
      <p className="mt-0.5 mb-6 max-w-[72ch] text-muted">{t('about')}</p>
      <Card>
        {props.groups.length === 0 ? (
          <div className="grid justify-items-center px-6 pt-11 pb-12 text-center">
            <BlankCounter />
            <h2 className="mt-2.5 text-lg font-semibold">{t('emptyTitle')}</h2>
            <p className="mt-1.5 max-w-[46ch] text-muted">{t('emptyText')}</p>
          </div>
        ) : (
          <GroupsTable {...props} />
        )}
      </Card>
    </section>
  )
}
