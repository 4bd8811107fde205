/** The address of a part of the list. @param page counted from 1 */
export function addressOfList(query: string, page = 1): string {
  const search = new URLSearchParams({
    ...(query !== '' && { query }),
    ...(page > 1 && { page: String(page) }),
  }).toString()
  return search ? `/people?${search}` : '/people'
}
