import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test, vi } from 'vitest'
import { PrismaClient } from '@/lib/db/generated/sqlite/client'
import { migrate } from '@/lib/db/migrate'
import { SqliteAdapter } from '@/lib/db/sqlite/adapter'

const folder = mkdtempSync(join(tmpdir(), 'jeton-adapter-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function openDatabase(name: string): Promise<PrismaClient> {
  const adapter = new SqliteAdapter(join(folder, name))
  await migrate(adapter, 'sqlite')
  return new PrismaClient({ adapter })
}

const insert = (id: string) => ({
  sql: `INSERT INTO User (id, email, passwordHash, updatedAt) VALUES ('${id}', '${id}@example.com', '', '')`,
  args: [],
  argTypes: [],
})

const user = (id: string) => ({ data: { id, email: `${id}@example.com`, passwordHash: '' } })

test('a write that arrives during a transaction is not lost when that rolls back', async () => {
  const client = await openDatabase('lost-write.db')
  let outside: Promise<unknown> = Promise.resolve()
  const transaction = client.$transaction(async (inside) => {
    await inside.user.create(user('inside'))
    outside = client.user.create(user('outside')).then()
    // This leaves time for the other write to interleave.
    for (let i = 0; i < 20; i += 1) await inside.user.count()
    throw new Error('rolled back')
  })
  await expect(transaction).rejects.toThrow('rolled back')
  await outside
  expect((await client.user.findMany()).map(({ id }) => id)).toEqual(['outside'])
  await client.$disconnect()
})

test('a read during a transaction does not see what is not committed', async () => {
  const client = await openDatabase('dirty-read.db')
  let seen: Promise<number> = Promise.resolve(-1)
  await client.$transaction(async (inside) => {
    await inside.user.create(user('inside'))
    seen = client.user.count().then()
    await inside.user.delete({ where: { id: 'inside' } })
  })
  expect(await seen).toBe(0)
  await client.$disconnect()
})

test('transactions that arrive together take turns', async () => {
  const client = await openDatabase('turns.db')
  const add = (index: number) =>
    client.$transaction(async (inside) => {
      const before = await inside.user.count()
      await inside.user.create(user(`${index}`))
      return before
    })
  const counts = await Promise.all(Array.from({ length: 10 }, (_, index) => add(index)))
  expect(counts.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  await client.$disconnect()
})

/** Reads on another connection, which sees committed rows only. */
function usersIn(name: string): unknown[] {
  const database = new Database(join(folder, name), { readonly: true })
  try {
    return database.prepare('SELECT id FROM User ORDER BY id').pluck().all()
  } finally {
    database.close()
  }
}

test('after a COMMIT that failed, what is acknowledged is stored, and nothing of the transaction is', async () => {
  const client = await openDatabase('failed-commit.db')
  const loose = { id: 'loose', userId: 'nobody', expiresAt: new Date() }
  const failing = client.$transaction(async (inside) => {
    await inside.user.create(user('lost'))
    // The constraint is checked at the COMMIT, which fails and leaves the transaction open.
    await inside.$executeRawUnsafe('PRAGMA defer_foreign_keys = ON')
    await inside.session.create({ data: loose })
  })
  const waiting = client.user.create(user('waiting')).then()
  await expect(failing).rejects.toThrow()
  await waiting
  await client.user.create(user('next'))
  expect(usersIn('failed-commit.db')).toEqual(['next', 'waiting'])
  await client.$transaction((inside) => inside.user.create(user('later')))
  expect(usersIn('failed-commit.db')).toEqual(['later', 'next', 'waiting'])
  await client.$disconnect()
})

test('a transaction that SQLite has ended by itself writes nothing more, and is not acknowledged', async () => {
  const client = await openDatabase('ended.db')
  const transaction = client.$transaction(async (inside) => {
    await inside.user.create(user('before'))
    // Ends the transaction, as an error of the disk does.
    const conflict =
      "INSERT OR ROLLBACK INTO User (id, email, passwordHash, updatedAt) VALUES ('before', '', '', '')"
    await inside.$executeRawUnsafe(conflict).catch(() => {})
    await inside.user.create(user('after'))
  })
  await expect(transaction).rejects.toThrow('the transaction was ended')
  expect(usersIn('ended.db')).toEqual([])
  await client.user.create(user('next'))
  expect(usersIn('ended.db')).toEqual(['next'])
  await client.$disconnect()
})

test('after a statement that failed, a transaction writes nothing, even if the failure is ignored', async () => {
  const client = await openDatabase('ignored.db')
  const transaction = client.$transaction(async (inside) => {
    await inside.user.create(user('twice'))
    await inside.user.create(user('twice')).catch(() => {})
  })
  await expect(transaction).rejects.toThrow('the transaction was ended')
  await client.user.create(user('next'))
  expect(usersIn('ignored.db')).toEqual(['next'])
  await client.$disconnect()
})

test('a connection whose transaction cannot be ended is closed, and the next query opens another', async () => {
  await (await openDatabase('stuck.db')).$disconnect()
  const connection = await new SqliteAdapter(join(folder, 'stuck.db')).connect()
  const transaction = await connection.startTransaction()
  await transaction.executeRaw(insert('lost'))
  const exec = vi.spyOn(Database.prototype, 'exec').mockImplementationOnce(() => {
    throw new Error('disk I/O error')
  })
  await transaction.rollback()
  exec.mockRestore()
  await connection.executeRaw(insert('next'))
  expect(usersIn('stuck.db')).toEqual(['next'])
  await connection.dispose()
})

test('a write waits for another process that writes; reads and the event loop go on meanwhile', async () => {
  const client = await openDatabase('busy.db')
  const other = new Database(join(folder, 'busy.db'))
  other.exec('BEGIN IMMEDIATE')
  let turns = 0
  const ticking = setInterval(() => {
    turns += 1
    if (turns === 20) other.exec('COMMIT')
  }, 5)
  const writes = [
    client.user.create(user('patient')),
    client.$transaction([client.user.create(user('patient too'))]),
  ]
  const writing = Promise.all(writes)
  expect(await client.user.count()).toBe(0)
  expect(turns).toBeLessThan(20)
  await writing
  clearInterval(ticking)
  expect(turns).toBeGreaterThanOrEqual(20)
  other.close()
  await client.$disconnect()
})

/**
 * Creates another database, with the same migrations as the one that is open.
 * @returns a function that renames it to the name of the open one
 */
async function replace(name: string): Promise<() => void> {
  const other = await openDatabase(`other-${name}`)
  await other.$disconnect()
  return () => {
    for (const part of ['', '-wal', '-shm']) {
      const path = join(folder, name + part)
      if (existsSync(path)) renameSync(path, `${path}.away`)
    }
    renameSync(join(folder, `other-${name}`), join(folder, name))
  }
}

test('what is committed to a file that was replaced meanwhile is not acknowledged', async () => {
  const client = await openDatabase('replaced.db')
  const putOther = await replace('replaced.db')
  const transaction = client.$transaction(async (inside) => {
    await inside.user.create(user('lost'))
    putOther()
  })
  await expect(transaction).rejects.toThrow('it was replaced')
  expect(await client.user.count()).toBe(0)
  await client.user.create(user('kept'))
  const database = new Database(join(folder, 'replaced.db'))
  expect(database.prepare('SELECT id FROM User').pluck().all()).toEqual(['kept'])
  database.close()
  await client.$disconnect()
})

test('a file that is replaced while it is opened is not taken for the other', async () => {
  await (await openDatabase('opening.db')).$disconnect()
  const putOther = await replace('opening.db')
  const connecting = new SqliteAdapter(join(folder, 'opening.db')).connect()
  await Promise.resolve()
  putOther()
  const adapter = await connecting
  await adapter.executeRaw(insert('kept'))
  const database = new Database(join(folder, 'opening.db'))
  expect(database.prepare('SELECT id FROM User').pluck().all()).toEqual(['kept'])
  database.close()
  await adapter.dispose()
})
