import { randomBytes } from 'node:crypto'
import { env } from '@/lib/config/settings'
import { type Provider, providerOf } from '@/lib/db/database-url'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/*
 * Adds many rows to the audit log in one statement with one parameter. Prisma compiles a statement
 * for every row of `createMany`, which stops everything else for seconds where there are thousands.
 * The statement repeats the columns of `Activity`: a new one that lib/audit/record.ts fills belongs
 * here too. A trigger sets `sequence`.
 */

const texts = [
  'id',
  'userId',
  'email',
  'actorId',
  'actorEmail',
  'action',
  'credential',
  'sessionId',
  'address',
  'userAgent',
] as const

type Row = Partial<Record<(typeof texts)[number], string | null>> & { at: Date; detail: object }

const columns = [...texts, 'at', 'detail'].map((name) => `"${name}"`).join()
const values = texts.map((name) => `value ->> '${name}'`).join()

/** The parameter is a JSON array of rows. */
const insert = {
  sqlite: `
INSERT INTO "Activity" (${columns})
SELECT ${values.replaceAll("->> '", "->> '$.")}, value ->> '$.at', value -> '$.detail' FROM json_each(?)`,
  postgresql: `
INSERT INTO "Activity" (${columns})
SELECT ${values}, (value ->> 'at')::timestamp, value -> 'detail' FROM jsonb_array_elements($1::jsonb)`,
} as const satisfies Record<Provider, string>

/** @param rows as Prisma takes them, without their IDs */
export async function insertRows(
  transaction: Prisma.TransactionClient,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return
  const stored = rows.map((row) => ({
    ...row,
    id: newId(row.at),
    // As Prisma's adapter stores times in SQLite, so that they compare as text.
    at: row.at.toISOString().replace('Z', '+00:00'),
  }))
  const statement = insert[providerOf(env().databaseUrl)]
  await transaction.$executeRawUnsafe(statement, JSON.stringify(stored))
}

/** A UUID of version 7 (RFC 9562), as the default of the column makes them: ordered by time. */
function newId(at: Date): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(at.getTime(), 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
