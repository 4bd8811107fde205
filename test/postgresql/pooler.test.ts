import { randomBytes } from 'node:crypto'
import { afterAll, expect, inject, test } from 'vitest'
import { createDatabase } from '@/scripts/postgres.mjs'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { refusalOf, runCommand } from '@/test/support/maintenance'
import { startPgBouncer } from '@/test/support/pgbouncer'
import {
  failToStart,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* PgBouncer as Debian packages it, between the server and PostgreSQL. */

const postgres = inject('postgres') ?? ''
const dataDir = makeDataDir()
const settings = {
  JETON_DATA_DIR: dataDir,
  JETON_SECRET: randomBytes(32).toString('base64'),
  JETON_LEASES: 'on',
}
let server: Server | undefined

afterAll(async () => {
  await server?.stop()
  removeDataDir(dataDir)
})

test('in session mode everything works: a deleted token is refused at once, and no command moves what a server serves', async () => {
  const pooler = await startPgBouncer(postgres, 'session')
  try {
    const url = pooler.url(await createDatabase(postgres))
    server = await startServer({ ...settings, DATABASE_URL: url })
    const call = clientOf(server.address)
    const { authToken } = await signUp(call)
    const kept = await createToken(call, authToken)
    const verify = async () =>
      (await call('GET', '/api/v1/verify', { headers: { 'xc-token': kept.token } })).status
    expect([await verify(), await verify()]).toEqual([200, 200])
    const moved = await runCommand(
      ['db:move', '--from', url, '--to', `file:${dataDir}/moved.db`],
      settings,
    )
    expect([moved.code, refusalOf(moved)]).toEqual([1, expect.stringContaining('a server runs on')])
    const gone = await call('DELETE', `/api/v1/tokens/${kept.id}`, {
      headers: { 'xc-auth': authToken },
    })
    expect([gone.status, await verify()]).toEqual([200, 401])
    await server.stop()
    server = await startServer({ ...settings, DATABASE_URL: url })
    const again = clientOf(server.address)
    expect(
      (await again('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })).status,
    ).toBe(200)
  } finally {
    await server?.stop()
    server = undefined
    await pooler.stop()
  }
})

test('in transaction mode the start is refused, and says which mode it needs', async () => {
  const pooler = await startPgBouncer(postgres, 'transaction')
  try {
    const url = pooler.url(await createDatabase(postgres))
    const { code, output } = await failToStart({ ...settings, DATABASE_URL: url })
    expect([code, output.trim().split('\n').at(-1)]).toEqual([
      1,
      expect.stringMatching(
        /^Jeton cannot start: DATABASE_URL names a pooler .* set its pool_mode to session/,
      ),
    ])
  } finally {
    await pooler.stop()
  }
})
