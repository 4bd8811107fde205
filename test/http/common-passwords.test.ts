import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword } from '@/lib/accounts/password'
import { clientOf, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)

const refused = [
  ['a common one', 'Password1'],
  ['the address', 'ada.lovelace@example.com'],
  ['the product', 'jeton1234'],
]

test.each(refused)('%s is refused when signing up, and makes no account', async (_, secret) => {
  const email = 'ada.lovelace@example.com'
  const answer = await call('POST', '/api/v1/auth/user/signup', {
    json: { email, password: secret },
  })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).toEqual([
    { path: 'password', message: expect.stringMatching(/^[A-Z].*\.$/) },
  ])
  expect(answer.text).not.toContain(secret)
})

test('a common one is refused when changing the password, and changes nothing', async () => {
  const { email, authToken } = await signUp(call)
  const change = (newPassword: string) =>
    call('POST', '/api/v1/auth/user/password/change', {
      headers: { 'xc-auth': authToken },
      json: { currentPassword: password, newPassword },
    })
  for (const secret of ['Password1', email, 'jeton1234']) {
    const answer = await change(secret)
    expectProblem(answer, 400, 'input_invalid')
    expect(answer.body.errors[0].path).toBe('newPassword')
  }
  const json = { email, password }
  expect((await call('POST', '/api/v1/auth/user/signin', { json })).status).toBe(200)
})

test('whoever has one from before can sign in with it', async () => {
  const { email } = await signUp(call)
  await changeDatabase(sharedServer(), 'UPDATE "User" SET "passwordHash" = ? WHERE "email" = ?', {
    parameters: [await hashPassword('Password1'), email],
  })
  const json = { email, password: 'Password1' }
  expect((await call('POST', '/api/v1/auth/user/signin', { json })).status).toBe(200)
})

const pairs = 40

test('how long a sign-in takes does not tell whether there is an account', async () => {
  const { email } = await signUp(call)
  const time = async (address: string) => {
    const from = performance.now()
    const json = { email: address, password: 'not this one' }
    const { status, body } = await call('POST', '/api/v1/auth/user/signin', { json })
    const taken = performance.now() - from
    expect({ status, code: body.code, detail: body.detail }).toEqual({
      status: 401,
      code: 'credentials_wrong',
      detail: 'The email address or the password is wrong.',
    })
    return taken
  }
  const unknown = () => time(`${randomUUID()}@example.com`)
  const known: number[] = []
  const others: number[] = []
  await Promise.all([time(email), unknown()])
  // The two kinds alternate, so that other load on the machine affects both.
  for (let i = 0; i < pairs; i += 1) {
    if (i % 2 === 0) known.push(await time(email))
    others.push(await unknown())
    if (i % 2 === 1) known.push(await time(email))
  }
  // A sign test: if the pairs differ by chance alone, one run in ten thousand falls outside these
  // bounds.
  const slower = known.filter((taken, i) => taken > (others[i] ?? 0)).length
  console.log(
    `Sign-in, ${pairs} pairs: known ${median(known)} ms, unknown ${median(others)} ms, known slower in ${slower}`,
  )
  expect(slower).toBeGreaterThan(pairs * 0.2)
  expect(slower).toBeLessThan(pairs * 0.8)
})

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length / 2]?.toFixed(1)
