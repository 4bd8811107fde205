import { randomUUID } from 'node:crypto'
import { type Answer, type Call, clientOf, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import type { Installation } from '@/test/support/server'

export type Headers = Record<string, string>

export interface User {
  id: string
  email: string
  headers: Headers
}

/** Signs up a new account, with its id. */
export async function newMember(call: Call): Promise<User> {
  const { email, authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken }
  return { id: (await call('GET', '/api/v1/auth/user/me', { headers })).body.id, email, headers }
}

/** Signs up a new account and makes it an owner straight in the database. */
export async function newOwner(server: Installation, call = clientOf(server.address)) {
  const user = await newMember(call)
  await changeDatabase(server, `UPDATE "User" SET "role" = 'owner' WHERE "id" = '${user.id}'`)
  return user
}

export const newEmail = () => `${randomUUID()}@example.com`

/** @returns functions that call the API of users as an owner */
export function peopleAs(call: Call, { headers }: User) {
  const at =
    (method: string) =>
    (path = '', json?: unknown): Promise<Answer> =>
      call(method, `/api/v1/users${path}`, { headers, ...(json !== undefined && { json }) })
  return { get: at('GET'), post: at('POST'), patch: at('PATCH'), delete: at('DELETE') }
}

export type People = ReturnType<typeof peopleAs>
