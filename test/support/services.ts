import { randomUUID } from 'node:crypto'
import { changeDatabase } from '@/test/support/database'
import type { Installation } from '@/test/support/server'

type Server = Pick<Installation, 'dataDir' | 'databaseUrl'>

/** Changes rows of services, groups and lists in the database, as its administrator could. */
export function serviceRows(server: Server) {
  const change = (sql: string, ...parameters: unknown[]) =>
    changeDatabase(server, sql, { parameters })
  return {
    async addService(name: string, groupIds: string[] | 'everyone' = 'everyone'): Promise<string> {
      const id = randomUUID()
      const access = groupIds === 'everyone' ? 'everyone' : 'groups'
      await change(
        'INSERT INTO "Service" ("id", "name", "title", "access") VALUES (?, ?, ?, ?)',
        id,
        name,
        name,
        access,
      )
      if (groupIds !== 'everyone')
        for (const groupId of groupIds)
          await change('INSERT INTO "ServiceGroup" VALUES (?, ?)', id, groupId)
      return id
    },
    async addGroup(name: string): Promise<string> {
      const id = randomUUID()
      const key = `${name} ${id}`
      await change('INSERT INTO "Group" ("id", "name", "key") VALUES (?, ?, ?)', id, name, key)
      return id
    },
    addMember: (userId: string, groupId: string, source = 'owner') =>
      change('INSERT INTO "GroupMember" VALUES (?, ?, ?)', userId, groupId, source),
    removeMember: (userId: string, groupId: string) =>
      change('DELETE FROM "GroupMember" WHERE "userId" = ? AND "groupId" = ?', userId, groupId),
    /** @param serviceIds null removes the list */
    async setList(tokenId: string, serviceIds: string[] | null): Promise<void> {
      await change('DELETE FROM "ApiTokenService" WHERE "tokenId" = ?', tokenId)
      for (const id of serviceIds ?? [])
        await change('INSERT INTO "ApiTokenService" VALUES (?, ?)', tokenId, id)
      const has = serviceIds === null ? 'FALSE' : 'TRUE'
      await change(`UPDATE "ApiToken" SET "hasServiceList" = ${has} WHERE "id" = ?`, tokenId)
    },
    change,
  }
}
