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
    .prepare("INSERT INTO ApiToken (id, userId, name, hint) VALUES (?, ?, 'n', '')")
    .run(digest, digest)
  other
    .prepare(
      "INSERT INTO ApiTokenSecret (digest, tokenId, sealed, keyFingerprint) VALUES (?, ?, '', 'one')",
    )
    .run(digest, digest)
}

const idOf = (...digests: string[]) => store.findApiToken(digests).found?.id
const missing = (...keysInUse: string[]) => ({ found: null, keysInUse })

test('again and again, while nothing is committed', () => {
  for (const digest of ['x', 'x', 'y']) expect(store.findApiToken([digest])).toEqual(missing('one'))
})

test('a token is found by any of its digests', () => {
  add('there')
  expect([idOf('x'), idOf('there'), idOf('x', 'there'), idOf('there', 'x')]).toEqual([
    undefined,
    'there',
    'there',
    'there',
  ])
})

test('a master key that is admitted after a look-up is reported by the next', () => {
  expect(store.findApiToken(['x'])).toEqual(missing('one'))
  admit('two')
  expect(store.findApiToken(['x'])).toEqual(missing('one', 'two'))
  expect(store.keysInUse()).toEqual(['one', 'two'])
})

test('a token that is committed after a missed look-up is found by the next', () => {
  expect(idOf('z')).toBeUndefined()
  add('z')
  expect(idOf('z')).toBe('z')
  expect(store.findApiToken(['x'])).toEqual(missing('one', 'two'))
})

test('the keys in use are those of the snapshot in which the token was missed', () => {
  store.inSnapshot(() => {
    expect(store.findApiToken(['x'])).toEqual(missing('one', 'two'))
    admit('three')
    expect(store.findApiToken(['x', 'y'])).toEqual(missing('one', 'two'))
  })
  expect(store.findApiToken(['x'])).toEqual(missing('one', 'three', 'two'))
})

test('a row without a token, and a token without a user, are not found', () => {
  add('loose')
  other.pragma('foreign_keys = OFF')
  other.exec("DELETE FROM User WHERE id = 'loose'")
  expect(idOf('loose')).toBeUndefined()
  other.exec(
    "INSERT INTO User (id, email, passwordHash, updatedAt) VALUES ('loose', 'loose', '', '')",
  )
  expect(idOf('loose')).toBe('loose')
  other.exec("DELETE FROM ApiToken WHERE id = 'loose'")
  expect(idOf('loose')).toBeUndefined()
  other.pragma('foreign_keys = ON')
})

test('a snapshot does not change: what is committed meanwhile is seen in the next one', () => {
  const find = () => [idOf('early'), idOf('late')]
  add('early')
  store.inSnapshot(() => {
    const version = store.version()
    expect(find()).toEqual(['early', undefined])
    add('late')
    other.exec("DELETE FROM ApiToken WHERE id = 'early'")
    expect(find()).toEqual(['early', undefined])
    expect(store.version()).toBe(version)
  })
  store.inSnapshot(() => expect(find()).toEqual([undefined, 'late']))
})

test('a failure ends the snapshot', () => {
  const fail = () => {
    expect(idOf('soon')).toBeUndefined()
    throw new Error('a failure')
  }
  expect(() => store.inSnapshot(fail)).toThrow('a failure')
  add('soon')
  expect(idOf('soon')).toBe('soon')
})

test('a database that is kept by another process is asked again when it is let go', () => {
  const file = join(folder, 'kept.db')
  const keeper = new Database(file)
  migrate(keeper)
  const store = new SqliteStore(file)
  keeper.exec('BEGIN EXCLUSIVE')
  store.inSnapshot(() => {
    expect(() => store.findApiToken(['x'])).toThrow('locked')
    keeper.exec('COMMIT')
    expect(store.findApiToken(['x']).found).toBeNull()
  })
  keeper.close()
})
