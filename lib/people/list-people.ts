import { db } from '@/lib/db/client'
import { readPeople } from '@/lib/people/person'
import { isFound } from '@/lib/people/search'
import { inState } from '@/lib/people/state'
import type { PersonRow, State } from '@/shared/person-row'

interface Selection {
  /** Part of a name or an address; '' finds everybody. */
  query: string
  state?: State | undefined
  limit: number
  offset: number
}

/**
 * Lists the users that a selection finds, the oldest first. The search is done here, because the
 * two databases differ in what they take for the same letter.
 * @returns the rows of the page, and the number of all that were found
 */
export async function listPeople({
  query,
  state,
  limit,
  offset,
}: Selection): Promise<{ rows: PersonRow[]; totalRows: number }> {
  const users = await db().user.findMany({
    where: state ? inState[state] : {},
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, email: true, displayName: true },
  })
  const found = users.filter(({ email, displayName }) => isFound(query, [displayName, email]))
  const page = found.slice(offset, offset + limit).map(({ id }) => id)
  return { rows: await readPeople(page), totalRows: found.length }
}
