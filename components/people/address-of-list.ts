import type { Kind } from '@/shared/person-row'

/**
 * The filter of the list: `query` is part of a user's name or address; `kind` is one kind, or all.
 */
export interface Selection {
  query: string
  kind: Kind | undefined
}

/** The address of a part of the list. @param page counted from 1 */
export function addressOfList({ query, kind }: Selection, page = 1): string {
  const search = new URLSearchParams({
    ...(query !== '' && { query }),
    ...(kind && { kind }),
    ...(page > 1 && { page: String(page) }),
  }).toString()
  return search ? `/people?${search}` : '/people'
}
