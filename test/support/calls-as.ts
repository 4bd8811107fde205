import { randomUUID } from 'node:crypto'
import type { Answer, Call } from '@/test/support/client'
import type { User } from '@/test/support/people'

/** A name that no other test uses: of a service, or of a group. */
export const newName = (beginning: string) => `${beginning}-${randomUUID().slice(0, 8)}`

/** @returns functions that call the API below a path as a user */
export function callsAs(call: Call, { headers }: Pick<User, 'headers'>, root: string) {
  const at =
    (method: string) =>
    (path = '', json?: unknown): Promise<Answer> =>
      call(method, `/api/v1/${root}${path}`, { headers, ...(json !== undefined && { json }) })
  return { get: at('GET'), post: at('POST'), patch: at('PATCH'), delete: at('DELETE') }
}

export type Calls = ReturnType<typeof callsAs>
