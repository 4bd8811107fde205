import { db } from '@/lib/db/client'
import { readPeople } from '@/lib/people/person'
import { inState } from '@/lib/people/state'
import type { Kind, PersonRow, State } from '@/shared/person-row'

interface Selection {
  /** Part of a name or an address; '' finds everybody. */
  query: string
  state?: State | undefined
  kind?: Kind | undefined
  limit: number
  offset: number
}

/**
 * Lists the users that a selection finds, the oldest first. The search is done here, because the
 * two databases differ in what they take for the same letter.
 * @returns the rows of the page, the number of all that were found, and of each kind, which is
 *   counted before the selection by kind
 */
export async function listPeople({
  query,
  state,
  kind,
  limit,
  offset,
}: Selection): Promise<{ rows: PersonRow[]; totalRows: number; counts: Record<Kind, number> }> {
  const users = await db().user.findMany({
    where: state ? inState[state] : {},
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, email: true, displayName: true, kind: true },
  })
  const found = users.filter(({ email, displayName }) => isFound(query, [displayName, email]))
  const chosen = kind ? found.filter((user) => user.kind === kind) : found
  const page = chosen.slice(offset, offset + limit).map(({ id }) => id)
  const machine = found.filter((user) => user.kind === 'machine').length
  return {
    rows: await readPeople(page),
    totalRows: chosen.length,
    counts: { person: found.length - machine, machine },
  }
}

/** Returns the name of each user by id, or the email address where there is no name. */
export async function namePeople(): Promise<Map<string, string>> {
  const select = { id: true, email: true, displayName: true } as const
  const users = await db().user.findMany({ select })
  return new Map(users.map(({ id, email, displayName }) => [id, displayName || email]))
}

/** Whether each word of a query is in one of the texts. Case and accents do not matter. */
export function isFound(query: string, texts: string[]): boolean {
  const searched = texts.map(plain)
  return plain(query)
    .split(/\s+/)
    .every((word) => searched.some((text) => text.includes(word)))
}

const plain = (text: string) =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFKD').trim()
