import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { policies } from '@/lib/limits/policies'
import { type Call, clientOf, password } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectLimited, leave, newAddress, statusesOf } from '@/test/support/limits'
import { expectProblem } from '@/test/support/problem'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/*
 * The counts of sign-ins and sign-ups are exact, also of tries at once and across processes and
 * restarts. sign-in-throttle.test.ts has the rules.
 */

const settings = { JETON_RATE_LIMIT: 'on', JETON_TRUST_PROXY: '1' }
const quota = policies['sign-in'].quota

let dataDir: string
let server: Server
let call: Call

beforeAll(async () => {
  dataDir = makePreparedDataDir()
  server = await startServer({ JETON_DATA_DIR: dataDir, ...settings })
  call = clientOf(server.address)
})
afterAll(async () => {
  await server.stop()
  removeDataDir(dataDir)
})

const signIn = (email: string, secret: string, { from }: { from: string }) =>
  call('POST', '/api/v1/auth/user/signin', {
    headers: { 'x-forwarded-for': from },
    json: { email, password: secret },
  })

const guess = (email: string, from: string) => signIn(email, `wrong ${Math.random()}`, { from })

/** Creates an account that has signed up from a new source address. */
async function account() {
  const email = `${randomUUID()}@example.com`
  await call('POST', '/api/v1/auth/user/signup', {
    headers: { 'x-forwarded-for': newAddress() },
    json: { email, password },
  })
  return { email }
}

test('no number of tries at once gets past', async () => {
  const { email } = await account()
  const from = newAddress()
  const answers = await Promise.all(Array.from({ length: quota + 8 }, () => guess(email, from)))
  expect(statusesOf(answers)).toEqual({ 401: quota, 429: 8 })
})

test('any number of good passwords at once is let in', async () => {
  const { email } = await account()
  const from = newAddress()
  const answers = await Promise.all(
    Array.from({ length: quota + 2 }, () => signIn(email, password, { from })),
  )
  expect(statusesOf(answers)).toEqual({ 200: quota + 2 })
})

test('sign-ups are limited by address, also those for addresses that are taken', async () => {
  const from = newAddress()
  const { email } = await account()
  const signUp = (address: string) =>
    call('POST', '/api/v1/auth/user/signup', {
      headers: { 'x-forwarded-for': from },
      json: { email: address, password },
    })
  expectProblem(await signUp(email), 409, 'email_taken')
  await leave(server, 4, 'sign-up', [from])
  const tries = Array.from({ length: 9 }, (_, i) =>
    signUp(i % 2 === 0 ? email : `${randomUUID()}@example.com`),
  )
  const statuses = statusesOf(await Promise.all(tries))
  expect((statuses[200] ?? 0) + (statuses[409] ?? 0)).toBe(4)
  expect(statuses[429]).toBe(5)
  expectLimited(await signUp(`${randomUUID()}@example.com`), 'sign-up')
})

test('a restart forgets nothing, and the end of the window everything', async () => {
  const { email } = await account()
  const from = newAddress()
  for (let i = 0; i <= quota; i += 1) await guess(email, from)
  await server.stop()
  server = await startServer({ JETON_DATA_DIR: dataDir, ...settings, WEB_CONCURRENCY: '2' })
  call = clientOf(server.address)
  expectLimited(await signIn(email, password, { from }), 'sign-in')
  const past = new Date(Date.now() - 1).toISOString().replace('Z', '+00:00')
  await changeDatabase(server, `UPDATE "RateLimit" SET "expire" = ? WHERE "key" LIKE 'sign-in%'`, {
    parameters: [past],
  })
  expect((await signIn(email, password, { from })).status).toBe(200)
})

test('two processes count together, also of tries that come at once', async () => {
  const { email } = await account()
  const from = newAddress()
  const answers = await Promise.all(Array.from({ length: quota + 8 }, () => guess(email, from)))
  expect(statusesOf(answers)).toEqual({ 401: quota, 429: 8 })
})
