import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { batchRows } from '@/cli/maintenance/store'
import { deriveKeys } from '@/lib/config/derived-keys'
import { Prisma } from '@/lib/db/generated/sqlite/client'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { everythingIn, fillEveryTable, tablesOf } from '@/test/support/every-table'
import { repetitions } from '@/test/support/extent'
import { runCommand } from '@/test/support/maintenance'
import { forTests } from '@/test/support/postgres-flags'
import { makeDataDir, removeDataDir } from '@/test/support/server'

/* A move copies everything, row by row, and ends complete, however often it was killed. */

/** Two batches of each table, and three of some; the last one is of a single row. */
const rowsOf = (table: string) =>
  (['User', 'ApiToken', 'ApiTokenSecret'].includes(table) ? 2 : 1) * batchRows + 1
/** Kills of the move in each direction. `npm run test:crash` has 20. */
const kills = repetitions(2, 4, 'JETON_TEST_MOVE_KILLS')
const secret = randomBytes(32)
const dataDir = makeDataDir()
const settings = { JETON_DATA_DIR: dataDir, JETON_SECRET: secret.toString('base64') }
const source = `file:${join(dataDir, 'source.db')}`

let postgres: Postgres
let expected: Awaited<ReturnType<typeof everythingIn>>

beforeAll(async () => {
  postgres = await startPostgres({ flags: forTests })
  await fillEveryTable(join(dataDir, 'source.db'), deriveKeys(secret), rowsOf)
  expected = await everythingIn(source)
})
afterAll(async () => {
  await postgres?.remove()
  removeDataDir(dataDir)
})

const move = (from: string, to: string, watch?: Parameters<typeof runCommand>[2]) =>
  runCommand(['db:move', '--from', from, '--to', to], settings, watch)

/** @returns the output of a move that succeeded */
async function moveWhole(from: string, to: string): Promise<string> {
  const { code, output } = await move(from, to)
  expect(code, output).toBe(0)
  return output
}

/** Kills the command at its output number `step`. */
function killAt(step: number): Parameters<typeof runCommand>[2] {
  let steps = 0
  return {
    watch: (_, kill) => {
      steps += 1
      if (steps === step) kill()
    },
  }
}

/** A random step, from the first output to the last one before the report. */
const randomStep = () => 1 + Math.floor(Math.random() * 20)

test('every model has a table, and every table had rows', () => {
  const database = new Database(join(dataDir, 'source.db'), { readonly: true })
  expect(tablesOf(database).sort()).toEqual(Object.values(Prisma.ModelName).sort())
  database.close()
  for (const [model, found] of Object.entries(expected))
    expect(found.length, model).toBe(['Installation', 'Secret'].includes(model) ? 1 : rowsOf(model))
})

test('to PostgreSQL and back: killed again and again, then whole, every row of every model', async () => {
  const target = await postgres.createDatabase()
  for (let round = 0; round < kills; round += 1) {
    await move(source, target, killAt(randomStep()))
    expect([0, total()]).toContain(await countRows(target))
  }
  const before = await foreignKeysOf(target)
  await moveWhole(source, target)
  expect(await everythingIn(target)).toEqual(expected)
  expect(await foreignKeysOf(target)).toEqual(before)

  const again = await moveWhole(source, target)
  expect(again).toContain('Nothing to do')
  const openable = `all ${rowsOf('ApiTokenSecret').toLocaleString('en')} API tokens can be decrypted`
  expect(again).toContain(openable)

  const back = `file:${join(dataDir, 'back.db')}`
  for (let round = 0; round < kills; round += 1) await move(target, back, killAt(randomStep()))
  await moveWhole(target, back)
  expect(await everythingIn(back)).toEqual(expected)
  expect(await everythingIn(source)).toEqual(expected)
})

const total = () => Object.values(expected).flat().length

/**
 * Counts all rows: the target never holds a part of an installation, on which a server could start.
 */
async function countRows(url: string): Promise<number> {
  const client = await connect(url)
  let count = 0
  for (const table of Object.values(Prisma.ModelName))
    count += Number((await client.query(`SELECT count(*) FROM "${table}"`)).rows[0].count)
  await client.end()
  return count
}

async function foreignKeysOf(url: string): Promise<unknown[]> {
  const client = await connect(url)
  const { rows: found } = await client.query(
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' ORDER BY conname",
  )
  await client.end()
  expect(found.length).toBeGreaterThan(0)
  return found
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
