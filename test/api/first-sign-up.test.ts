import { afterEach, expect, test } from 'vitest'
import { type Answer, clientOf, password } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* Events that occur once in an installation: each test has an installation of its own. */

let server: Server

afterEach(() => server.stop())

const signUp = (email: string) =>
  clientOf(server.address)('POST', '/api/v1/auth/user/signup', { json: { email, password } })
const signUpTogether = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => signUp(`user${i}@example.com`)))

async function isOwner({ body }: Answer): Promise<boolean> {
  const me = await clientOf(server.address)('GET', '/api/v1/auth/user/me', {
    headers: { 'xc-auth': body.token },
  })
  return me.body.roles.owner === true
}

test('of 10 sign-ups at once on an empty installation all succeed, and exactly one is the owner', async () => {
  server = await startServer()
  const answers = await signUpTogether(10)
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  const owners = await Promise.all(answers.map(isOwner))
  expect(owners.filter(Boolean)).toHaveLength(1)
})

test('with sign-up closed exactly one of 5 at once gets in, as the owner, and nobody after them: all others get the same answer', async () => {
  server = await startServer({ JETON_SIGNUP: 'closed' })
  const answers = await signUpTogether(5)
  const [first, ...others] = answers.filter(({ status }) => status === 200)
  expect(others).toEqual([])
  expect(first && (await isOwner(first))).toBe(true)
  const late = await signUp('late@example.com')
  for (const answer of [...answers.filter((one) => one !== first), late]) {
    expectProblem(answer, 403, 'signup_closed')
  }
  // Nor does it tell which of the addresses has an account.
  const again = await Promise.all(answers.map((_, i) => signUp(`user${i}@example.com`)))
  for (const answer of again) expectProblem(answer, 403, 'signup_closed')
  expect(new Set(again.map(({ text }) => text)).size).toBe(1)
})
