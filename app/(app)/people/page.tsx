import type { Metadata } from 'next'
import { ClientMessages } from '@/components/client-messages'
import type { Selection } from '@/components/people/address-of-list'
import { PeopleSection } from '@/components/people/people-section'
import { env } from '@/lib/config/settings'
import { getTranslations } from '@/lib/i18n/server'
import { listPeople } from '@/lib/people/list-people'
import { requireOwnerPage } from '@/lib/sessions/viewer'
import { maxNameLength } from '@/shared/limits'
import { kinds } from '@/shared/person-row'

const pageSize = 25

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('people')
  return { title: t('title') }
}

interface PeoplePageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PeoplePage({ searchParams }: PeoplePageProps) {
  const [{ principal }, search] = await Promise.all([requireOwnerPage('/people'), searchParams])
  const query = textOf(search.query).trim().slice(0, maxNameLength)
  const kind = kinds.find((one) => one === search.kind)
  const { rows, totalRows, counts, offset } = await readPage({ query, kind }, pageOf(search.page))
  return (
    <ClientMessages of={['people', 'tokens', 'rotation']}>
      <PeopleSection
        people={rows}
        total={totalRows}
        counts={counts}
        query={query}
        kind={kind}
        offset={offset}
        pageSize={pageSize}
        ownId={principal.subject.id}
        takesPasswords={env().passwords === 'on'}
      />
    </ClientMessages>
  )
}

/** Reads a page of the list; past the end, the last one. */
async function readPage(selection: Selection, page: number) {
  const read = async (offset: number) => ({
    offset,
    ...(await listPeople({ ...selection, limit: pageSize, offset })),
  })
  const wanted = await read((page - 1) * pageSize)
  const { rows, totalRows } = wanted
  if (rows.length > 0 || totalRows === 0) return wanted
  return read(Math.floor((totalRows - 1) / pageSize) * pageSize)
}

type Parameter = string | string[] | undefined

const textOf = (value: Parameter) => (typeof value === 'string' ? value : '')

/** The number of a page, from 1; 1 for anything that is not one. */
function pageOf(value: Parameter): number {
  const text = textOf(value)
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 1
}
