import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMigrations } from '@/lib/db/migrations'
import { SqliteLookups } from '@/lib/db/sqlite-lookups'

/* What is said of a token that is not there is said of one moment, also where a second look is spared. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-lookups-'))
const path = join(folder, 'jeton.db')
const other = new Database(path)
let lookups: SqliteLookups

beforeAll(() => {
  other.pragma('journal_mode = WAL')
  migrate(other)
  admit('one')
  other.exec("INSERT INTO Installation (id, secretFingerprint) VALUES ('installation', 'one')")
  lookups = new SqliteLookups(path)
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

/** A token of a user who has the same name. */
function add(digest: string): void {
  other
    .prepare("INSERT INTO User (id, email, passwordHash, updatedAt) VALUES (?, ?, '', '')")
    .run(digest, digest)
  other
    .prepare("INSERT INTO ApiToken (id, userId, name, digest, sealed, hint) VALUES (?, ?, 'n', ?, '', '')")
    .run(digest, digest, digest)
}

const absent = (digest: string) => {
  expect(lookups.findApiToken(digest)).toBeNull()
  return lookups.survey([digest])
}

test('again and again, while nothing is committed', () => {
  for (const digest of ['x', 'x', 'y']) expect(absent(digest)).toEqual({ isAbsent: true, secrets: ['one'] })
})

test('another digest than the one that was missed is looked for', () => {
  add('there')
  absent('x')
  absent('x')
  expect(lookups.survey(['there']).isAbsent).toBe(false)
  expect(lookups.survey(['x', 'there']).isAbsent).toBe(false)
})

test('a secret that is admitted after a look is known to the next', () => {
  absent('x')
  admit('two')
  expect(absent('x')).toEqual({ isAbsent: true, secrets: ['one', 'two'] })
})

test('a token that comes after it was missed was not there then', () => {
  absent('z')
  expect(lookups.findApiToken('z')).toBeNull()
  add('z')
  expect(lookups.survey(['z']).isAbsent).toBe(true)
  expect(lookups.findApiToken('z')?.id).toBe('z')
  expect(lookups.survey(['z']).isAbsent).toBe(false)
})

test('a survey that a commit came into is not taken for a moment', () => {
  absent('x')
  admit('three')
  expect(lookups.survey([]).secrets).toContain('three')
  expect(absent('x').secrets).toContain('three')
})

test('together is one moment: what is committed meanwhile is seen by the next', () => {
  const find = () => [lookups.findApiToken('early')?.id, lookups.findApiToken('late')?.id]
  add('early')
  lookups.together(() => {
    const version = lookups.version()
    expect(find()).toEqual(['early', undefined])
    add('late')
    other.exec("DELETE FROM ApiToken WHERE digest = 'early'")
    expect(find()).toEqual(['early', undefined])
    expect(lookups.version()).toBe(version)
  })
  lookups.together(() => expect(find()).toEqual([undefined, 'late']))
})

test('a failure ends what was looked up together', () => {
  const fail = () => {
    expect(lookups.findApiToken('soon')).toBeNull()
    throw new Error('a failure')
  }
  expect(() => lookups.together(fail)).toThrow('a failure')
  add('soon')
  expect(lookups.findApiToken('soon')?.id).toBe('soon')
})

test('a database that is kept by another process is asked again when it is let go', () => {
  const file = join(folder, 'kept.db')
  const keeper = new Database(file)
  migrate(keeper)
  const lookups = new SqliteLookups(file)
  keeper.exec('BEGIN EXCLUSIVE')
  lookups.together(() => {
    expect(() => lookups.findApiToken('x')).toThrow('locked')
    keeper.exec('COMMIT')
    expect(lookups.findApiToken('x')).toBeNull()
  })
  keeper.close()
})
