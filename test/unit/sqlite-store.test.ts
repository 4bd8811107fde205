import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMigrations } from '@/lib/db/migrations'
import { SqliteStore } from '@/verifier/sqlite/store'

/* The report on a missing token is of one snapshot, even if a second query is skipped. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-store-'))
const path = join(folder, 'jeton.db')
const other = new Database(path)
let store: SqliteStore

beforeAll(() => {
  other.pragma('journal_mode = WAL')
  migrate(other)
  admit('one')
  other.exec("INSERT INTO Installation (id, secretFingerprint) VALUES ('installation', 'one')")
  store = new SqliteStore(path)
})
afterAll(() => {
  other.close()
  rmSync(folder, { recursive: true })
})

function migrate(database: Database.Database): void {
  for (const { migrationFile } of readMigrations('sqlite').migrationDirectories) {
    database.exec(migrationFile.content.value)
  }
}

const admit = (secret: string) => other.prepare('INSERT INTO Secret VALUES (?)').run(secret)

/** Adds a token and its user, both with the digest as their id. */
function add(digest: string): void {
  other
    .prepare("INSERT INTO User (id, email, passwordHash, updatedAt) VALUES (?, ?, '', '')")
    .run(digest, digest)
  other
    .prepare(
      "INSERT INTO ApiToken (id, userId, name, digest, sealed, hint) VALUES (?, ?, 'n', ?, '', '')",
    )
    .run(digest, digest, digest)
}

const absent = (digest: string) => {
  expect(store.findApiToken(digest)).toBeNull()
  return store.checkDigests([digest])
}

test('again and again, while nothing is committed', () => {
  for (const digest of ['x', 'x', 'y'])
    expect(absent(digest)).toEqual({ isAbsent: true, secrets: ['one'] })
})

test('another digest than the one that was missed is looked for', () => {
  add('there')
  absent('x')
  absent('x')
  expect(store.checkDigests(['there']).isAbsent).toBe(false)
  expect(store.checkDigests(['x', 'there']).isAbsent).toBe(false)
})

test('a secret that is admitted after a look is known to the next', () => {
  absent('x')
  admit('two')
  expect(absent('x')).toEqual({ isAbsent: true, secrets: ['one', 'two'] })
})

test('a token that comes after it was missed was not there then', () => {
  absent('z')
  expect(store.findApiToken('z')).toBeNull()
  add('z')
  expect(store.checkDigests(['z']).isAbsent).toBe(true)
  expect(store.findApiToken('z')?.id).toBe('z')
  expect(store.checkDigests(['z']).isAbsent).toBe(false)
})

test('a survey that a commit came into is not taken for a moment', () => {
  absent('x')
  admit('three')
  expect(store.checkDigests([]).secrets).toContain('three')
  expect(absent('x').secrets).toContain('three')
})

test('together is one moment: what is committed meanwhile is seen by the next', () => {
  const find = () => [store.findApiToken('early')?.id, store.findApiToken('late')?.id]
  add('early')
  store.together(() => {
    const version = store.version()
    expect(find()).toEqual(['early', undefined])
    add('late')
    other.exec("DELETE FROM ApiToken WHERE digest = 'early'")
    expect(find()).toEqual(['early', undefined])
    expect(store.version()).toBe(version)
  })
  store.together(() => expect(find()).toEqual([undefined, 'late']))
})

test('a failure ends what was looked up together', () => {
  const fail = () => {
    expect(store.findApiToken('soon')).toBeNull()
    throw new Error('a failure')
  }
  expect(() => store.together(fail)).toThrow('a failure')
  add('soon')
  expect(store.findApiToken('soon')?.id).toBe('soon')
})

test('a database that is kept by another process is asked again when it is let go', () => {
  const file = join(folder, 'kept.db')
  const keeper = new Database(file)
  migrate(keeper)
  const store = new SqliteStore(file)
  keeper.exec('BEGIN EXCLUSIVE')
  store.together(() => {
    expect(() => store.findApiToken('x')).toThrow('locked')
    keeper.exec('COMMIT')
    expect(store.findApiToken('x')).toBeNull()
  })
  keeper.close()
})
