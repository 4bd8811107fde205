import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SqliteLookups } from '@/lib/db/sqlite-lookups'

/* What is said of a token that is not there is said of one moment, also where a second look is spared. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-lookups-'))
const path = join(folder, 'jeton.db')
const other = new Database(path)
let lookups: SqliteLookups

beforeAll(() => {
  other.pragma('journal_mode = WAL')
  other.exec(`
    CREATE TABLE User (id TEXT, email TEXT, displayName TEXT);
    CREATE TABLE ApiToken (id TEXT, userId TEXT, name TEXT, digest TEXT, createdAt TEXT);
    CREATE TABLE Session (id TEXT, userId TEXT, expiresAt TEXT);
    CREATE TABLE Secret (fingerprint TEXT);
    CREATE TABLE Installation (secretFingerprint TEXT);
    INSERT INTO User VALUES ('u', 'u@example.com', '');
    INSERT INTO Secret VALUES ('one');
    INSERT INTO Installation VALUES ('one');`)
  lookups = new SqliteLookups(path)
})
afterAll(() => {
  other.close()
  rmSync(folder, { recursive: true })
})

const absent = (digest: string) => {
  expect(lookups.findApiToken(digest)).toBeNull()
  return lookups.survey([digest])
}

test('again and again, while nothing is committed', () => {
  for (const digest of ['x', 'x', 'y']) expect(absent(digest)).toEqual({ isAbsent: true, secrets: ['one'] })
})

test('another digest than the one that was missed is looked for', () => {
  other.exec("INSERT INTO ApiToken VALUES ('t', 'u', 'n', 'there', '2026-01-01')")
  absent('x')
  absent('x')
  expect(lookups.survey(['there']).isAbsent).toBe(false)
  expect(lookups.survey(['x', 'there']).isAbsent).toBe(false)
})

test('a secret that is admitted after a look is known to the next', () => {
  absent('x')
  other.exec("INSERT INTO Secret VALUES ('two')")
  expect(absent('x')).toEqual({ isAbsent: true, secrets: ['one', 'two'] })
})

test('a token that comes after it was missed was not there then', () => {
  absent('z')
  expect(lookups.findApiToken('z')).toBeNull()
  other.exec("INSERT INTO ApiToken VALUES ('t2', 'u', 'n', 'z', '2026-01-01')")
  expect(lookups.survey(['z']).isAbsent).toBe(true)
  expect(lookups.findApiToken('z')?.id).toBe('t2')
  expect(lookups.survey(['z']).isAbsent).toBe(false)
})

test('a survey that a commit came into is not taken for a moment', () => {
  absent('x')
  other.exec("INSERT INTO Secret VALUES ('three')")
  expect(lookups.survey([]).secrets).toContain('three')
  expect(absent('x').secrets).toContain('three')
})
