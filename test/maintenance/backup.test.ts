import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, createToken, signUp } from '@/test/support/client'
import { everythingIn } from '@/test/support/every-table'
import { refusalOf, runCommand } from '@/test/support/maintenance'
import { rotated } from '@/test/support/rotations'
import {
  cleanEnvironment,
  makeDataDir,
  makePreparedDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/*
 * A backup of a running server contains everything that was acknowledged before it began. A restore
 * replaces everything or nothing.
 */

const dataDir = makePreparedDataDir()
const settings = { JETON_DATA_DIR: dataDir }
const file = join(dataDir, 'jeton.db')
const inData = (name: string) => join(dataDir, name)
const elsewhere = makeDataDir()

let server: Server
let call: Call
let account: {
  email: string
  authToken: string
  /** Rotated with grace: both secrets work. */
  token: string
  previous: string
  tokenId: string
}

beforeAll(async () => {
  server = await startServer(settings)
  call = clientOf(server.address)
  const { email, authToken } = await signUp(call)
  const { id: tokenId, token: previous } = await createToken(call, authToken)
  const { token } = await rotated(
    call('POST', `/api/v1/tokens/${tokenId}/rotate`, {
      headers: { 'xc-auth': authToken },
      json: { grace: '1 day' },
    }),
  )
  account = { email, authToken, token, previous, tokenId }
})
afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
  removeDataDir(elsewhere)
})

/** The settings, on a simulated file system without hard links. */
const plain = { ...settings, NODE_OPTIONS: `--import ${resolve('test/support/no-hard-links.mjs')}` }
const backUp = (to: string, more: Record<string, string> = {}) =>
  runCommand(['backup', to], { ...plain, ...more })
const restore = (from: string, more: Record<string, string> = {}) =>
  runCommand(['restore', from], { ...plain, ...more })

const statusOf = async (headers: Record<string, string>) =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).status

/** Copies one.db and changes the copy. */
function alter(name: string, sql: string): void {
  copyFileSync(inData('one.db'), inData(name))
  new Database(inData(name)).exec(sql).close()
}

/** Starts another server on the current contents of the folder. */
async function startAgain(): Promise<void> {
  server = await startServer(settings)
  call = clientOf(server.address)
}

/**
 * Makes and deletes tokens, as fast as the server allows.
 * @returns the tokens that exist and those that were deleted, and a function that stops the loop
 */
function keepWriting(authToken: string) {
  const acknowledged = { made: null as string | null, deleted: [] as string[], writes: 0 }
  let isOver = false
  const write = async () => {
    while (!isOver) {
      const { id } = await createToken(call, authToken)
      acknowledged.made = id
      await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': authToken } })
      acknowledged.made = null
      acknowledged.deleted.push(id)
      acknowledged.writes += 2
    }
  }
  const writing = write()
  const end = async () => {
    isOver = true
    await writing
  }
  return { acknowledged, end }
}

test('while the server is written to, a backup is whole and holds what was acknowledged before it began', async () => {
  const writers = await Promise.all(
    Array.from({ length: 3 }, async () => keepWriting((await signUp(call)).authToken)),
  )
  for (let round = 0; round < 3; round += 1) {
    const target = inData(`live-${round}.db`)
    const emails = [(await signUp(call)).email, (await signUp(call)).email]
    const before = writers.map(({ acknowledged }) => ({
      deleted: [...acknowledged.deleted],
      writes: acknowledged.writes,
    }))
    const ended = await backUp(target)
    expect(ended.code, ended.output).toBe(0)
    writers.forEach(({ acknowledged }, i) => {
      expect(acknowledged.writes).toBeGreaterThan(before[i]?.writes ?? 0)
    })
    const copy = new Database(target, { readonly: true })
    expect(copy.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
    const found = copy
      .prepare<[string], number>('SELECT count(*) FROM User WHERE email = ?')
      .pluck()
    for (const email of [account.email, ...emails]) expect(found.get(email)).toBe(1)
    const tokens = copy.prepare<[], string>('SELECT id FROM ApiToken').pluck().all()
    expect(tokens).toContain(account.tokenId)
    for (const { deleted } of before)
      expect(tokens.filter((id) => deleted.includes(id))).toEqual([])
    copy.close()
    expect(statSync(target).mode & 0o777).toBe(0o600)
  }
  await Promise.all(writers.map(({ end }) => end()))
})

test('a backup is one file, holds no secret, says where that is, and is never written over another', async () => {
  const target = inData('one.db')
  const ended = await backUp(target)
  expect(ended.output).toContain(`The secret (${inData('secret')}) is not in it`)
  expect(readFileSync(target).includes(readFileSync(inData('secret'), 'utf8').trim())).toBe(false)
  expect(readdirSync(dataDir).filter((name) => name.startsWith('one.db'))).toEqual(['one.db'])
  const before = readFileSync(target)
  const again = await backUp(target)
  expect([again.code, refusalOf(again)]).toEqual([2, expect.stringContaining('is there already')])
  expect(readFileSync(target).equals(before)).toBe(true)
})

test('another secret than the database’s is told', async () => {
  const ended = await backUp(inData('warned.db'), {
    JETON_SECRET: randomBytes(32).toString('base64'),
  })
  expect([ended.code, ended.output]).toEqual([
    0,
    expect.stringContaining('WARNING: JETON_SECRET is not the secret'),
  ])
})

test('a backup that is killed leaves nothing under its name, and the next one is whole', async () => {
  const target = inData('killed.db')
  const ended = await runCommand(['backup', target], settings, {
    watch: (output, kill) => output.includes('%') && kill(),
  })
  if (ended.code !== 0) expect(existsSync(target)).toBe(false)
  rmSync(target, { force: true })
  expect((await backUp(target)).code).toBe(0)
})

test('a restore is refused while a server runs, and changes nothing', async () => {
  const ended = await restore(inData('one.db'))
  expect([ended.code, refusalOf(ended)]).toEqual([
    1,
    expect.stringContaining(`a server runs on ${file}`),
  ])
  // A link to it is the same database.
  const link = inData('link.db')
  symlinkSync(file, link)
  const linked = await restore(inData('one.db'), { DATABASE_URL: `file:${link}` })
  expect([linked.code, refusalOf(linked)]).toEqual([
    1,
    expect.stringContaining(`a server runs on ${link}`),
  ])
  rmSync(link)
  expect(await statusOf({ 'xc-token': account.token })).toBe(200)
})

test('after a restore everything is as the backup said, and what it replaced is kept aside', async () => {
  const backup = inData('before.db')
  expect((await backUp(backup)).code).toBe(0)
  const later = await signUp(call)
  await call('DELETE', `/api/v1/tokens/${account.tokenId}`, {
    headers: { 'xc-auth': account.authToken },
  })
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': account.authToken } })
  // An unclean exit: the last commits are in the journal, and the lock must end with its process.
  await server.stop('SIGKILL')
  expect((await backUp(inData('crashed.db'))).code).toBe(0)
  const crashed = await everythingIn(`file:${inData('crashed.db')}`)
  expect(crashed.User?.filter((row) => row.includes(later.email))).toHaveLength(1)
  const ended = await restore(backup)
  expect(ended.code, ended.output).toBe(0)
  expect(ended.output).toContain('an API token that was deleted since works again')
  expect(ended.output).toContain('no longer had: 1 API tokens, 1 sessions')
  expect(await everythingIn(`file:${file}`)).toEqual(await everythingIn(`file:${backup}`))

  await startAgain()
  expect(await statusOf({ 'xc-token': account.token })).toBe(200)
  expect(await statusOf({ 'xc-token': account.previous })).toBe(200)
  expect(await statusOf({ 'xc-auth': account.authToken })).toBe(200)
  expect(await statusOf({ 'xc-auth': later.authToken })).toBe(401)
  const aside = / is now (\S+)\.\n/.exec(ended.output)?.[1] ?? ''
  const replaced = await everythingIn(`file:${aside}`)
  expect(replaced.User?.filter((row) => row.includes(later.email))).toHaveLength(1)
  expect(replaced.ApiToken?.filter((row) => row.includes(account.tokenId))).toEqual([])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await server.stop()
})

test.each([
  [
    'another secret',
    'one.db',
    { JETON_SECRET: randomBytes(32).toString('base64') },
    'JETON_SECRET is not the secret that',
  ],
  ['a file that is no database', 'text.db', {}, 'not a database'],
  ['a database of something else', 'other.db', {}, 'there is no installation in'],
  ['a backup that was cut short', 'short.db', {}, 'malformed'],
  ['a backup of a newer version', 'newer.db', {}, 'newer version'],
  ['a backup with a trigger of somebody’s', 'trigger.db', {}, 'look at its trigger Session_spied'],
  ['a backup with a hidden trigger', 'hidden.db', {}, 'look at its trigger _prisma_migrations'],
  ['a backup with a rule of somebody’s', 'unique.db', {}, 'look at its index Sealed'],
  ['a backup without one of ours', 'silent.db', {}, 'look at its trigger ApiToken_revoked'],
])('%s is refused with one line, and changes nothing', async (_, name, more, words) => {
  writeFileSync(inData('text.db'), 'minutes of a meeting '.repeat(1000))
  new Database(inData('other.db')).exec('CREATE TABLE IF NOT EXISTS Invoice (id)').close()
  copyFileSync(inData('one.db'), inData('short.db'))
  truncateSync(inData('short.db'), 40_960)
  alter(
    'newer.db',
    "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_later', '2999-01-01T00:00:00+00:00')",
  )
  alter(
    'trigger.db',
    'CREATE TRIGGER Session_spied AFTER INSERT ON Session BEGIN DELETE FROM Activity; END',
  )
  alter(
    'hidden.db',
    'CREATE TRIGGER _prisma_migrations AFTER INSERT ON Session BEGIN DELETE FROM Activity; END',
  )
  alter('unique.db', 'CREATE UNIQUE INDEX Sealed ON ApiTokenSecret (sealed)')
  alter('silent.db', 'DROP TRIGGER ApiToken_revoked')
  const before = readFileSync(file)
  const names = readdirSync(dataDir)
  const ended = await restore(inData(name), more)
  expect([ended.code, refusalOf(ended)]).toEqual([1, expect.stringContaining(words)])
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(readdirSync(dataDir)).toEqual(names)
})

test('a restore that is killed leaves the old database or the new one', async () => {
  const before = await everythingIn(`file:${file}`)
  const wanted = await everythingIn(`file:${inData('one.db')}`)
  for (const step of [1, 6, 11]) {
    let steps = 0
    await runCommand(['restore', inData('one.db')], settings, {
      watch: (_, kill) => {
        steps += 1
        if (steps === step) kill()
      },
    })
    expect([JSON.stringify(before), JSON.stringify(wanted)]).toContain(
      JSON.stringify(await everythingIn(`file:${file}`)),
    )
  }
  expect((await restore(inData('one.db'))).code).toBe(0)
  expect(await everythingIn(`file:${file}`)).toEqual(wanted)
})

test('a damaged database is replaced, and kept', async () => {
  writeFileSync(file, 'not a database any more '.repeat(1000))
  const ended = await restore(inData('before.db'))
  expect(ended.code, ended.output).toBe(0)
  const aside = / is now (\S+)\.\n/.exec(ended.output)?.[1] ?? ''
  expect(readFileSync(aside, 'utf8')).toContain('not a database any more')
  await startAgain()
  expect(await statusOf({ 'xc-token': account.token })).toBe(200)
  await server.stop()
})

test('one that is damaged in the middle is not opened: its bytes, and its journal’s, are put aside as they are', async () => {
  await startAgain()
  const later = await signUp(call)
  expect(later.authToken).toBeTruthy()
  await server.stop('SIGKILL')
  const bytes = readFileSync(file)
  bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 6_000)
  writeFileSync(file, bytes)
  const parts = ['', '-wal', '-shm'].filter((part) => existsSync(file + part))
  expect(parts).toContain('-wal')
  const before = parts.map((part) => readFileSync(file + part))
  const ended = await restore(inData('before.db'))
  expect(ended.code, ended.output).toBe(0)
  const aside = / is now (\S+)\.\n/.exec(ended.output)?.[1] ?? ''
  expect(parts.map((part, i) => before[i]?.equals(readFileSync(aside + part)))).toEqual(
    parts.map(() => true),
  )
  const copy = new Database(file, { readonly: true })
  expect(copy.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }])
  copy.close()
})

test('on a new machine, the secret comes first, then the backup', async () => {
  const fresh = { JETON_DATA_DIR: join(elsewhere, 'data') }
  const early = await restore(inData('before.db'), fresh)
  expect([early.code, refusalOf(early)]).toEqual([1, expect.stringContaining('is missing')])
  expect(existsSync(join(elsewhere, 'data/jeton.db'))).toBe(false)
  mkdirSync(fresh.JETON_DATA_DIR, { recursive: true })
  copyFileSync(inData('secret'), join(elsewhere, 'data/secret'))
  expect((await restore(inData('before.db'), fresh)).code).toBe(0)
  const other = await startServer(fresh)
  const headers = { 'xc-token': account.token }
  expect((await clientOf(other.address)('GET', '/api/v1/verify', { headers })).status).toBe(200)
  await other.stop()
})

test('a file on the command line is relative to where it was typed', async () => {
  const args = ['--prefix', process.cwd(), 'run', '-s', 'backup', '--', 'typed.db']
  execFileSync('npm', args, { cwd: elsewhere, env: cleanEnvironment(settings), stdio: 'pipe' })
  expect(existsSync(join(elsewhere, 'typed.db'))).toBe(true)
  const typedIn = { ...settings, INIT_CWD: elsewhere }
  const restored = await runCommand(['restore', 'typed.db'], typedIn)
  expect([restored.code, restored.output]).toEqual([
    0,
    expect.stringContaining(join(elsewhere, 'typed.db')),
  ])
  const to = 'postgresql://jeton@127.0.0.1:1/jeton'
  const moved = await runCommand(['db:move', '--from', 'file:./missing.db', '--to', to], typedIn)
  expect(refusalOf(moved)).toContain(`there is no file ${join(elsewhere, 'missing.db')}`)
})

test('a journal that lies where a backup is to be is not taken for its own', async () => {
  writeFileSync(inData('beside.db-wal'), 'of another database')
  const ended = await backUp(inData('beside.db'))
  expect([ended.code, refusalOf(ended)]).toEqual([
    2,
    expect.stringContaining('beside.db-wal is there already'),
  ])
})

const onServer = { DATABASE_URL: 'postgresql://jeton:not-to-be-shown@127.0.0.1:1/jeton' }

test.each([
  ['backup of PostgreSQL', ['backup', inData('pg.db')], onServer, 'pg_dump'],
  ['restore to PostgreSQL', ['restore', inData('one.db')], onServer, 'pg_restore'],
  ['backup without a file', ['backup'], {}, 'usage'],
  [
    'backup into a folder that is not there',
    ['backup', inData('missing/a.db')],
    {},
    'there is no folder',
  ],
  ['backup over the database', ['backup', file], {}, 'is there already'],
  [
    'restore of a file that is not there',
    ['restore', inData('missing.db')],
    {},
    'there is no file',
  ],
])('%s: one line, exit code 2, and nothing is made', async (_, args, more, words) => {
  const names = readdirSync(dataDir)
  const ended = await runCommand(args, { ...settings, ...more })
  expect([ended.code, refusalOf(ended)]).toEqual([2, expect.stringContaining(words)])
  expect(ended.output).not.toContain('not-to-be-shown')
  expect(readdirSync(dataDir)).toEqual(names)
})
