import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, clientOf, signUp } from '@/test/support/client'
import { askDatabase } from '@/test/support/database'
import { type MailServer, recipientsOf, startMailServer, tokenIn } from '@/test/support/mail'
import { newEmail, newMember } from '@/test/support/people'
import { type Server, startServer } from '@/test/support/server'

/*
 * When “Forgot password?” looks for an account, and locks it: here, because a transaction of the
 * test can hold the tables and rows of PostgreSQL, and see who waits for them.
 */

let mailServer: MailServer
let server: Server
let call: Call
let database: pg.Client

beforeAll(async () => {
  mailServer = await startMailServer()
  server = await startServer({ ...mailServer.settings, WEB_CONCURRENCY: '1' })
  call = clientOf(server.address)
  database = new pg.Client(server.databaseUrl)
  await database.connect()
})
afterAll(async () => {
  await database?.end()
  await server?.stop()
  await mailServer?.stop()
})

const forgot = (email: string) => call('POST', '/api/v1/auth/password/forgot', { json: { email } })

/** Resolves when a transaction of the server waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = `
    SELECT FROM pg_stat_activity
    WHERE "wait_event_type" = 'Lock' AND "datname" = current_database()`
  while ((await database.query(waiting)).rowCount === 0);
}

test('it is answered before anybody looks for the account', async () => {
  const { email } = await signUp(call)
  await database.query('BEGIN')
  await database.query('LOCK TABLE "User" IN ACCESS EXCLUSIVE MODE')
  const answers = [await forgot(email), await forgot(newEmail())]
  // A look-up before the answer would have failed by now, and mailed nothing.
  await database.query('COMMIT')
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(answers[0]?.body).toEqual(answers[1]?.body)
  expect(tokenIn(await mailServer.next(email))).toMatch(/./)
})

test('an address that changes while its link is made gets none', async () => {
  const [{ id, email }, other] = [await newMember(call), await newMember(call)]
  await database.query('BEGIN')
  await database.query('UPDATE "User" SET "email" = $1 WHERE "email" = $2', [newEmail(), email])
  // The request finds the old address, because the change is not committed, and waits for the row.
  await forgot(email)
  await somebodyWaits()
  await database.query('COMMIT')
  // Requests are done in turn: with this mail, the one before is done.
  await forgot(other.email)
  expect(tokenIn(await mailServer.next(other.email))).toMatch(/./)
  expect(mailServer.mails.flatMap(recipientsOf)).not.toContain(email)
  const links = `SELECT * FROM "OneTimeToken" WHERE "userId" = '${id}'`
  expect(await askDatabase(server, links)).toEqual([])
})
