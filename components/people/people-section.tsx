import Link from 'next/link'
import { peopleHeadingId } from '@/components/focus-targets'
import { buttonClass } from '@/components/ui/button-class'
import { Card } from '@/components/ui/card'
import { LinkPending } from '@/components/ui/link-pending'
import { Note } from '@/components/ui/notices'
import { Text } from '@/components/ui/text'
import { getTranslations } from '@/lib/i18n/server'
import type { Kind, PersonRow } from '@/shared/person-row'
import { AddMachineButton } from './add-machine'
import type { Selection } from './address-of-list'
import { InviteButton } from './invite-person'
import { NobodyFound } from './nobody-found'
import { PeopleKinds } from './people-kinds'
import { PeoplePages } from './people-pages'
import { PeopleTable } from './people-table'
import { SearchPeople } from './search-people'

interface PeopleSectionProps extends Selection {
  people: PersonRow[]
  /** How many are found in all. */
  total: number
  /** How many of each kind the query finds. */
  counts: Record<Kind, number>
  offset: number
  pageSize: number
  ownId: string
  /** Whether anybody signs in with a password. */
  takesPasswords: boolean
}

export async function PeopleSection(props: PeopleSectionProps) {
  const t = await getTranslations('people')
  const { people, total, query, kind, ownId, takesPasswords } = props
  return (
    <section aria-labelledby={peopleHeadingId}>
      <div className="mb-6 flex items-start justify-between gap-6 max-md:flex-col max-md:items-stretch max-md:gap-3.5">
        <div>
          <h1 id={peopleHeadingId} tabIndex={-1} className="text-xl font-semibold outline-none">
            {t('title')}
          </h1>
          <p className="mt-0.5 max-w-[72ch] text-muted">{t('about')}</p>
        </div>
        <div className="flex shrink-0 flex-wrap gap-2 max-md:*:flex-1">
          <Link href="/people/groups" prefetch={false} className={buttonClass()}>
            <Text>{t('toGroups')}</Text>
            <LinkPending />
          </Link>
          <AddMachineButton />
          <InviteButton />
        </div>
      </div>
      <div className="mb-3 flex items-center justify-between gap-x-6 gap-y-2 max-md:flex-col max-md:items-stretch">
        <SearchPeople query={query} kind={kind} />
        <PeopleKinds {...props} />
        <p role="status" className="sr-only">
          {t('count', { count: total })}
        </p>
      </div>
      <Card>
        {total === 0 ? (
          <NobodyFound query={query} />
        ) : (
          <PeopleTable {...{ people, ownId, takesPasswords }} />
        )}
        {total === 1 && query === '' && !kind && <Note>{t('onlyYou')}</Note>}
        <PeoplePages {...props} />
      </Card>
    </section>
  )
}
