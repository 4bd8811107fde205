import { randomUUID } from 'node:crypto'
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SqliteAuditLog } from '@/server/revocation-stream/audit-log-sqlite'
import type { Entry } from '@/server/revocation-stream/event-text'
import { type Position, readPosition, writePosition } from '@/server/revocation-stream/position'
import { readAfter, Tail } from '@/server/revocation-stream/tail'

/* The tail of an audit log in a SQLite file. */

let folder: string
let file: string
let database: Database.Database
let tail: Tail | undefined
let delivered: Entry[]
let resets: Position[]

function openFile(path: string): Database.Database {
  const opened = new Database(path)
  opened.exec(
    'CREATE TABLE Activity (id TEXT, at TEXT, userId TEXT, action TEXT, sessionId TEXT, detail TEXT, sequence BIGINT UNIQUE)',
  )
  return opened
}

/** @returns the id of the row */
function add(sequence: number, into = database): string {
  const id = randomUUID()
  into
    .prepare(
      "INSERT INTO Activity VALUES (?, '2026-11-30', 'user', 'user_disabled', NULL, '{}', ?)",
    )
    .run(id, sequence)
  return id
}

async function follow(): Promise<void> {
  delivered = []
  resets = []
  const deliver = async (entries: Entry[]) => {
    delivered.push(...entries)
  }
  tail = new Tail(new SqliteAuditLog(file), { deliver, reset: (at) => resets.push(at) })
  await tail.ready
}

const limits = { timeout: 30_000 }
const isDelivered = (count: number) => vi.waitUntil(() => delivered.length >= count, limits)
const isReset = () => vi.waitUntil(() => resets.length > 0, limits)

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-tail-'))
  file = join(folder, 'jeton.db')
  database = openFile(file)
})
afterEach(() => {
  tail?.stop()
  database.close()
  rmSync(folder, { recursive: true })
})

test('rows are handed over once and in order, from the newest on', async () => {
  add(1)
  await follow()
  const count = 1_234
  database.transaction(() => {
    for (let i = 2; i < 2 + count; i += 1) add(i)
  })()
  await isDelivered(count)
  add(2 + count)
  await isDelivered(count + 1)
  expect(delivered.map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: count + 1 }, (_, i) => i + 2),
  )
  expect(resets).toEqual([])
})

test('a log that was empty is followed from its first row', async () => {
  await follow()
  expect(tail && writePosition(tail.last)).toBe('0')
  add(1)
  await isDelivered(1)
  expect(resets).toEqual([])
})

test('another row with the number of the last one is noticed', async () => {
  add(1)
  add(2)
  await follow()
  database.exec('DELETE FROM Activity')
  add(1)
  const id = add(2)
  await isReset()
  expect(tail?.last).toEqual({ sequence: 2, id })
  add(3)
  await isDelivered(1)
})

test('a file that replaces the one before is noticed', async () => {
  add(5)
  await follow()
  const other = openFile(`${file}.other`)
  const id = add(7, other)
  other.close()
  renameSync(`${file}.other`, file)
  await isReset()
  expect(tail?.last).toEqual({ sequence: 7, id })
})

test('what follows a row is read, if it is still the same row', async () => {
  const [first, second] = [add(1), add(2)]
  const log = new SqliteAuditLog(file)
  await follow()
  const after = async (id: string) => readAfter(log, readPosition(id) ?? { sequence: -1, id: '' })
  expect(await after('0')).toMatchObject([{ id: first }, { id: second }])
  expect(await after(`1.${first}`)).toMatchObject([{ id: second }])
  expect(await after(`2.${second}`)).toEqual([])
  expect(await after(`1.${second}`)).toBeNull()
  expect(await after(`3.${second}`)).toBeNull()
})

test.each([
  '',
  '1',
  '01.x',
  `0.${randomUUID()}`,
  `-1.${randomUUID()}`,
  `1.${randomUUID()} `,
  '1e3.a',
])('the id %j is of no row', (text) => {
  expect(readPosition(text)).toBeNull()
})
