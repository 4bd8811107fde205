import Link from 'next/link'
import { buttonClass } from '@/components/ui/button-class'
import { LinkPending } from '@/components/ui/link-pending'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import { addressOfList, type Selection } from './address-of-list'
import { FocusAfterPaging } from './focus-after-paging'

interface PeoplePagesProps extends Selection {
  total: number
  offset: number
  pageSize: number
}

/** Which part of the list is shown, and links to the parts before and after it. */
export async function PeoplePages({ total, offset, pageSize, ...selection }: PeoplePagesProps) {
  const t = await getTranslations('people')
  if (total <= pageSize) return null
  const page = Math.floor(offset / pageSize) + 1
  const to = Math.min(offset + pageSize, total)
  return (
    <nav
      aria-label={t('pages')}
      className="flex items-center justify-between gap-4 border-t border-line px-4 py-3"
    >
      <FocusAfterPaging page={page} />
      <span className="text-sm text-muted">{t('shown', { from: offset + 1, to, total })}</span>
      <span className="flex gap-2">
        {page > 1 && <PageLink href={addressOfList(selection, page - 1)} label={t('previous')} />}
        {to < total && <PageLink href={addressOfList(selection, page + 1)} label={t('next')} />}
      </span>
    </nav>
  )
}

function PageLink({ href, label }: { href: string; label: string }) {
  return (
    <Link href={href} prefetch={false} className={buttonClass({ size: 'small' })}>
      <Text>{label}</Text>
      <LinkPending />
    </Link>
  )
}
