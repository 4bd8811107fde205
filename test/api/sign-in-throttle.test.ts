import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { policies, quotaUnderAttack } from '@/lib/limits/policies'
import { getCsrfToken } from '@/test/support/browser'
import { type Answer, type Call, clientOf, password } from '@/test/support/client'
import { expectLimited, leave, newAddress, statusesOf } from '@/test/support/limits'
import { ownCookieLine, ownCookieOf } from '@/test/support/own-cookie'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/*
 * Guessing passwords, and locking users out by guessing. A trusted proxy states the source address
 * of each request.
 */

const quota = policies['sign-in'].quota

let server: Server
let call: Call

beforeAll(async () => {
  server = await startServer({ JETON_RATE_LIMIT: 'on', JETON_TRUST_PROXY: '1' })
  call = clientOf(server.address)
})
afterAll(() => server?.stop())

interface Try {
  from: string
  cookie?: string
}

const signIn = (email: string, secret: string, { from, cookie }: Try) =>
  call('POST', '/api/v1/auth/user/signin', {
    headers: { 'x-forwarded-for': from, ...(cookie && { cookie }) },
    json: { email, password: secret },
  })

const guess = (email: string, from: string) => signIn(email, `wrong ${Math.random()}`, { from })

/** Creates an account that has signed up from a new source address. */
async function account() {
  const email = `${randomUUID()}@example.com`
  const home = newAddress()
  const answer = await call('POST', '/api/v1/auth/user/signup', {
    headers: { 'x-forwarded-for': home },
    json: { email, password },
  })
  return { email, home, device: deviceOf(answer), authToken: answer.body.token as string }
}

const deviceOf = (answer: Answer) => ownCookieOf(answer, 'device') ?? ''

/**
 * Guesses from two source addresses, and sets the counter as if many others had guessed, until the
 * account is under attack.
 */
async function attack(email: string): Promise<void> {
  await guess(email, newAddress())
  await leave(server, 0, 'sign-in-account', [email])
  await guess(email, newAddress())
}

describe('from one address', () => {
  test('one account has ten tries, and then neither a wrong nor the right password is tried', async () => {
    const { email } = await account()
    const from = newAddress()
    for (let i = 0; i < quota; i += 1)
      expectProblem(await guess(email, from), 401, 'credentials_wrong')
    expectLimited(await guess(email, from), 'sign-in')
    expectLimited(await signIn(email, password, { from }), 'sign-in')
    expect((await signIn(email, password, { from: newAddress() })).status).toBe(200)
  })

  test('what was typed wrong is forgotten with the right password', async () => {
    const { email } = await account()
    const from = newAddress()
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < quota - 1; i += 1) expect((await guess(email, from)).status).toBe(401)
      expect((await signIn(email, password, { from })).status).toBe(200)
    }
  })

  test('an address has a hundred tries at all accounts, and a user who has signed in from there before still gets in', async () => {
    const from = newAddress()
    const regular = await account()
    expect((await signIn(regular.email, password, { from })).status).toBe(200)
    await guess(`${randomUUID()}@example.com`, from)
    await leave(server, 5, 'sign-in-address', [from])
    const accounts = Array.from({ length: 12 }, () => `${randomUUID()}@example.com`)
    const answers = await Promise.all(accounts.map((email) => guess(email, from)))
    expect(statusesOf(answers)).toEqual({ 401: 5, 429: 7 })
    const stranger = await account()
    expectLimited(await signIn(stranger.email, password, { from }), 'sign-in-address')
    expect((await signIn(regular.email, password, { from })).status).toBe(200)
  })

  test('one’s own account gives nobody more tries at others', async () => {
    const from = newAddress()
    const mallory = await account()
    const victim = await account()
    for (let i = 0; i < quota; i += 1) {
      expect((await guess(victim.email, from)).status).toBe(401)
      expect((await signIn(mallory.email, password, { from })).status).toBe(200)
    }
    expectLimited(await guess(victim.email, from), 'sign-in')
    const { device } = mallory
    expectLimited(await signIn(victim.email, 'wrong', { from, cookie: device }), 'sign-in')
  })
})

describe('nobody locks an owner out', () => {
  test('by guessing from elsewhere: where the owner has signed in, nothing has changed', async () => {
    const { email, home, device } = await account()
    await attack(email)
    expect((await signIn(email, password, { from: home })).status).toBe(200)
    expect((await signIn(email, password, { from: newAddress(), cookie: device })).status).toBe(200)
  })

  test('at a new place, during an attack, there are still two tries', async () => {
    const { email } = await account()
    await attack(email)
    const from = newAddress()
    for (let i = 0; i < quotaUnderAttack; i += 1)
      expect((await guess(email, from)).status).toBe(401)
    expectLimited(await guess(email, from), 'sign-in')
    expect((await signIn(email, password, { from: newAddress() })).status).toBe(200)
  })

  test('by guessing from the owner’s own address: the owner’s device is known', async () => {
    const { email, home, device } = await account()
    for (let i = 0; i <= quota; i += 1) await guess(email, home)
    expectLimited(await signIn(email, password, { from: home }), 'sign-in')
    const answer = await signIn(email, password, { from: home, cookie: device })
    expect(answer.status).toBe(200)
    const line = ownCookieLine(answer, 'device')
    expect(line?.split('; ')).toEqual(
      expect.arrayContaining(['Path=/', 'HttpOnly', 'Max-Age=34560000']),
    )
  })

  test('from one address alone an account does not come under attack', async () => {
    const { email } = await account()
    const from = newAddress()
    await Promise.all(
      Array.from({ length: 2 * policies['sign-in-account'].quota }, () => guess(email, from)),
    )
    const elsewhere = newAddress()
    for (let i = 0; i < quota; i += 1) expect((await guess(email, elsewhere)).status).toBe(401)
  })
})

test('a device has ten tries of its own, and no cookie that was made up is one', async () => {
  const { email, home, device } = await account()
  const at = (cookie: string, from: string) => signIn(email, 'wrong', { from, cookie })
  for (let i = 0; i < quota; i += 1) expect((await at(device, newAddress())).status).toBe(401)
  expectLimited(await at(device, newAddress()), 'sign-in')
  for (let i = 0; i < quota; i += 1) expect((await guess(email, home)).status).toBe(401)
  const name = device.split('=')[1]?.split('.')[0] ?? ''
  for (const madeUp of [
    name,
    'A'.repeat(22),
    `${name}.${'A'.repeat(43)}`,
    `${'A'.repeat(22)}.${'A'.repeat(43)}`,
  ])
    for (const cookie of ['jeton.device', device.split('=')[0]])
      expectLimited(await at(`${cookie}=${madeUp}`, home), 'sign-in')
})

test('an account that there is not is limited as one that there is', async () => {
  const email = `${randomUUID()}@example.com`
  const from = newAddress()
  const answers: Answer[] = []
  for (let i = 0; i <= quota; i += 1) answers.push(await guess(email, from))
  expect(statusesOf(answers)).toEqual({ 401: quota, 429: 1 })
  // Another spelling of the email address counts for the same account.
  expectLimited(await guess(` ${email.toUpperCase()}`, from), 'sign-in')
})

test('the sign-in of the pages counts as the API’s', async () => {
  const { email } = await account()
  const enter = async (from: string) => {
    const { csrfToken, cookie } = await getCsrfToken(call)
    return call('POST', '/api/auth/callback/credentials', {
      headers: { cookie, 'x-forwarded-for': from },
      body: new URLSearchParams({ csrfToken, json: 'true', email, password }),
    })
  }
  const from = newAddress()
  for (let i = 0; i < quota; i += 1) await guess(email, from)
  const refused = await enter(from)
  expectLimited(refused, 'sign-in')
  expect(ownCookieOf(refused, 'session')).toBeNull()
  const entered = await enter(newAddress())
  expect(ownCookieOf(entered, 'session')).toMatch(/=./)
  expect((await signIn(email, password, { from, cookie: deviceOf(entered) })).status).toBe(200)
})

test('no header of the client’s own makes it somebody else', async () => {
  const { email } = await account()
  const from = newAddress()
  const answers: Answer[] = []
  for (let i = 0; i <= quota; i += 1) {
    answers.push(
      await call('POST', '/api/v1/auth/user/signin', {
        headers: {
          'x-forwarded-for': `${newAddress()}, ${from}`,
          'x-real-ip': newAddress(),
          forwarded: `for=${newAddress()}`,
          'x-jeton-client': newAddress(),
        },
        json: { email, password: 'wrong' },
      }),
    )
  }
  expect(statusesOf(answers)).toEqual({ 401: quota, 429: 1 })
})

test('guesses at the current password count for the session that makes them alone', async () => {
  const { email, home, authToken } = await account()
  const own = (await signIn(email, password, { from: home })).body.token as string
  const change = (token: string, currentPassword: string) =>
    call('POST', '/api/v1/auth/user/password/change', {
      headers: { 'xc-auth': token },
      json: { currentPassword, newPassword: 'another long password' },
    })
  const { quota: tries } = policies['password-change']
  for (let i = 0; i < tries; i += 1)
    expectProblem(await change(authToken, 'wrong'), 400, 'credentials_wrong')
  expectLimited(await change(authToken, password), 'password-change')
  expect((await change(own, password)).status).toBe(200)
})
