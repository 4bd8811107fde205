import { randomUUID } from 'node:crypto'
import type { Call } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import type { Installation } from '@/test/support/server'
import type { Account } from './accounts'

/*
 * Services that only one test has. They are for a group of its own: the tests of a worker share a
 * server, and a service for everyone would be on the screens of all.
 */

export interface OwnServices {
  group: string
  /** Adds a service for the group. @returns its name */
  add(title: string, more?: Record<string, unknown>): Promise<string>
  /** Puts a user into the group, and out of all others. */
  admit(user: Account): Promise<void>
}

export function ownServices(call: Call, owner: Account): OwnServices {
  const headers = { 'xc-auth': owner.authToken }
  const group = `group ${randomUUID()}`
  return {
    group,
    async add(title, more = {}) {
      const name = `s-${randomUUID()}`
      const json = { name, title, groups: [group], ...more }
      const { status } = await call('POST', '/api/v1/services', { headers, json })
      if (status !== 200) throw new Error(`Adding a service was answered with ${status}.`)
      return name
    },
    async admit({ authToken }) {
      const me = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })
      const json = { groups: [group] }
      await call('PATCH', `/api/v1/users/${me.body.id}`, { headers, json })
    },
  }
}

const dayMs = 86_400_000

/**
 * Stores the use of a token on one day.
 * @param service its name; '' for a verification that names none
 */
export function addUse(
  server: Installation,
  tokenId: string,
  service: string,
  { daysAgo = 0, count = 1 } = {},
): Promise<void> {
  const at = new Date(Date.now() - daysAgo * dayMs).toISOString()
  return changeDatabase(
    server,
    'INSERT INTO "ServiceUse" ("tokenId", "day", "service", "count", "lastUsedAt") VALUES (?, ?, ?, ?, ?)',
    { parameters: [tokenId, at.slice(0, 10), service, count, at] },
  )
}
