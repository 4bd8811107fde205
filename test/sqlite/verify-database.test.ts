import { copyFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * A database that is missing, replaced, locked or damaged: verification fails closed, never open,
 * and recovers by itself.
 */

const dataDir = makePreparedDataDir()
const file = join(dataDir, 'jeton.db')
const parts = ['', '-wal', '-shm']

let server: Server
let call: Call
let authToken: string
let token: string

beforeAll(async () => {
  server = await startServer({ JETON_DATA_DIR: dataDir })
  call = clientOf(server.address)
  ;({ authToken } = await signUp(call))
  token = (await createToken(call, authToken)).token
})
afterEach(async () => {
  await becomes(200)
  expect((await me()).status).toBe(200)
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

const verify = () => call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })
const me = () => call('GET', '/api/v1/auth/user/me', { headers: { 'xc-token': token } })

/**
 * Waits for a status. The server notices a removed or replaced file after a moment, and changed
 * rows at once.
 */
const becomes = (status: number) =>
  vi.waitUntil(async () => (await verify()).status === status, { timeout: 10_000, interval: 20 })

const move = (from: string, to: string) => {
  for (const part of parts) renameSync(from + part, to + part)
}

/** Copies everything that was committed into one file. */
function copyDatabase(to: string): Database.Database {
  const database = new Database(file)
  database.pragma('wal_checkpoint(TRUNCATE)')
  database.close()
  copyFileSync(file, to)
  return new Database(to)
}

test('gone: closed, and open again when it is back', async () => {
  expect((await verify()).status).toBe(200)
  move(file, `${file}.away`)
  await becomes(503)
  const answer = await verify()
  expectProblem(answer, 503, 'unavailable')
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(answer.headers.get('remote-user')).toBeNull()
  const malformed = await call('GET', '/api/v1/verify', {
    headers: { 'xc-token': 'jtn_malformed' },
  })
  expectProblem(malformed, 401, 'token_invalid')
  expectProblem(await me(), 503, 'unavailable')
  expect((await call('GET', '/api/ready')).status).toBe(503)
  expect((await call('GET', '/api/health')).status).toBe(200)
  move(`${file}.away`, file)
})

test('replaced by one in which the token is deleted: what it says now counts', async () => {
  copyDatabase(`${file}.restored`).exec('DELETE FROM ApiToken').close()
  move(file, `${file}.away`)
  renameSync(`${file}.restored`, file)
  await becomes(401)
  // The write must go to the current file, not to the replaced one.
  expect((await createToken(call, authToken)).token).toMatch(/^jtn_/)
  for (const part of parts) rmSync(file + part, { force: true })
  move(`${file}.away`, file)
})

test('damaged: closed', async () => {
  move(file, `${file}.away`)
  writeFileSync(
    file,
    'not a database, whatever its name says, and long enough to be read as one'.repeat(100),
  )
  await becomes(503)
  rmSync(file)
  move(`${file}.away`, file)
})

test('locked by a program that writes: verification reads on, and writers are told to try again', async () => {
  const writer = new Database(file)
  writer.exec('BEGIN EXCLUSIVE')
  expect((await verify()).status).toBe(200)
  const rename = { headers: { 'xc-auth': authToken }, json: { display_name: 'Ada' } }
  expectProblem(await call('PATCH', '/api/v1/user/profile', rename), 503, 'unavailable')
  expect((await verify()).status).toBe(200)
  writer.exec('ROLLBACK')
  writer.close()
})

test('locked against readers too: closed until the lock is gone', async () => {
  const keeper = copyDatabase(`${file}.locked`)
  keeper.pragma('journal_mode = DELETE')
  keeper.pragma('locking_mode = EXCLUSIVE')
  keeper.exec('BEGIN EXCLUSIVE')
  move(file, `${file}.away`)
  renameSync(`${file}.locked`, file)
  await becomes(503)
  keeper.exec('ROLLBACK')
  keeper.close()
  await becomes(200)
  for (const part of parts) rmSync(file + part, { force: true })
  move(`${file}.away`, file)
})

test('a secret that is taken away after the start is held in memory', async () => {
  renameSync(join(dataDir, 'secret'), join(dataDir, 'secret.away'))
  expect((await verify()).status).toBe(200)
  renameSync(join(dataDir, 'secret.away'), join(dataDir, 'secret'))
})
