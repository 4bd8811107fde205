import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requireTool } from '@/scripts/debian-tool.mjs'
import {
  type Answer,
  type Call,
  clientOf,
  createToken,
  password,
  signIn,
  signUp,
} from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { Hammer, type Hammering } from '@/test/support/hammer'
import { newMember, newOwner, peopleAs } from '@/test/support/people'
import { fewerRounds, revocationRounds } from '@/test/support/rounds'
import { type Server, startServer } from '@/test/support/server'

/*
 * No stale positive result: a revoked credential is refused to every request that is sent after the
 * revocation was confirmed, while many connections keep asking. It matters neither who revoked it
 * nor which process answers.
 */

/**
 * One process revokes and verifies by itself, without node:cluster: there is less to go wrong, and
 * it has fewer rounds. So has PostgreSQL, where test/postgresql/instances/revocation.ts does the
 * same with three instances.
 */
const onPostgres = process.env.JETON_TEST_POSTGRES ? 10 : undefined
const variants = [
  { workers: 1, rounds: onPostgres ?? fewerRounds },
  { workers: 3, rounds: onPostgres ?? revocationRounds },
]
const run = promisify(execFile)
const sqlite = requireTool('sqlite3')

describe.each(variants)('WEB_CONCURRENCY=$workers', ({ workers, rounds }) => {
  /** Rounds of a revocation that differs little from one of the others. */
  const few = Math.max(5, Math.ceil(rounds / 5))
  let server: Server
  let call: Call
  let hammer: Hammer
  let email: string
  let authToken: string

  beforeAll(async () => {
    server = await startServer({ WEB_CONCURRENCY: `${workers}` })
    call = clientOf(server.address)
    hammer = await Hammer.connect(server.address)
    ;({ email, authToken } = await signUp(call))
  })
  afterAll(async () => {
    hammer?.close()
    await server?.stop()
  })

  /**
   * Runs a statement in SQLite's own shell, a separate process; on PostgreSQL in another client,
   * and then waits until the server has been notified.
   */
  async function byHand(sql: string): Promise<void> {
    if (server.databaseUrl !== undefined) return changeDatabase(server, sql)
    const own = ['-cmd', '.timeout 5000', '-cmd', 'PRAGMA foreign_keys = ON']
    await run(sqlite.path, [...own, join(server.dataDir, 'jeton.db'), sql], {
      env: { ...process.env, ...sqlite.env },
    })
  }

  test(`a token that is deleted, ${rounds} times`, () =>
    hammerRounds(rounds, async () => {
      const { id, token } = await createToken(call, authToken)
      const headers = { 'xc-auth': authToken }
      return [
        `xc-token: ${token}`,
        () => succeeds(call('DELETE', `/api/v1/tokens/${id}`, { headers })),
      ]
    }))

  test(`a session that is logged out, ${rounds} times`, () =>
    hammerRounds(rounds, async () => {
      const headers = { 'xc-auth': await signIn(call, email) }
      const logOut = () => succeeds(call('POST', '/api/v1/auth/user/signout', { headers }))
      return [`xc-auth: ${headers['xc-auth']}`, logOut]
    }))

  test(`a row that another process deletes straight in the database, ${rounds} times`, () =>
    hammerRounds(rounds, async () => {
      const { id, token } = await createToken(call, authToken)
      return [`xc-token: ${token}`, () => byHand(`DELETE FROM "ApiToken" WHERE "id" = '${id}'`)]
    }))

  test('a password that is changed ends the other sessions', async () => {
    const own = await signUp(call)
    const json = { currentPassword: password, newPassword: password }
    const headers = { 'xc-auth': own.authToken }
    await hammerRounds(few, async () => {
      const other = await signIn(call, own.email)
      const change = () =>
        succeeds(call('POST', '/api/v1/auth/user/password/change', { headers, json }))
      return [`xc-auth: ${other}`, change]
    })
  })

  test.each(['xc-token', 'xc-auth'])('a user who is disabled, and %s with them', async (kind) => {
    const people = peopleAs(call, await newOwner(server, call))
    await hammerRounds(few, async () => {
      const member = await newMember(call)
      const { token } = await createToken(call, member.headers['xc-auth'] ?? '')
      return [
        `${kind}: ${kind === 'xc-token' ? token : member.headers['xc-auth']}`,
        () => succeeds(people.patch(`/${member.id}`, { disabled: true })),
      ]
    })
  })

  test('a machine that is disabled again and again, and enabled in between', async () => {
    const people = peopleAs(call, await newOwner(server, call))
    const { id } = (await people.post('', { kind: 'machine', display_name: 'Robot' })).body
    const { token } = (await people.post(`/${id}/token`, { name: 'deploy' })).body
    await hammerRounds(few, async () => {
      await succeeds(people.patch(`/${id}`, { disabled: false }))
      return [`xc-token: ${token}`, () => succeeds(people.patch(`/${id}`, { disabled: true }))]
    })
  })

  test.each(['xc-token', 'xc-auth'])('a user who is removed takes %s along', (kind) =>
    hammerRounds(1, async () => {
      const gone = await signUp(call)
      const { token } = await createToken(call, gone.authToken)
      const remove = () => byHand(`DELETE FROM "User" WHERE "email" = '${gone.email}'`)
      return [`${kind}: ${kind === 'xc-token' ? token : gone.authToken}`, remove]
    }),
  )

  /** @param prepare returns the header to ask with in a round, and the function that revokes it */
  async function hammerRounds(
    count: number,
    prepare: () => Promise<[header: string, revoke: () => Promise<unknown>]>,
  ): Promise<void> {
    const total: Hammering = { before: {}, after: {} }
    for (let round = 0; round < count; round += 1)
      add(total, await hammer.while(...(await prepare())))
    expectNoStaleYes(total)
  }
})

async function succeeds(answer: Promise<Answer>): Promise<void> {
  expect((await answer).status).toBe(200)
}

/** Expects acceptance before the revocation and never after it. */
function expectNoStaleYes({ before, after }: Hammering): void {
  expect(before[200]).toBeGreaterThan(0)
  expect(Object.keys(before).filter((status) => !['200', '401'].includes(status))).toEqual([])
  expect(Object.keys(after)).toEqual(['401'])
}

function add(total: Hammering, part: Hammering): void {
  for (const phase of ['before', 'after'] as const) {
    for (const [status, count] of Object.entries(part[phase])) {
      total[phase][Number(status)] = (total[phase][Number(status)] ?? 0) + count
    }
  }
}
