import { afterEach, expect, test } from 'vitest'
import { type Answer, clientOf, password } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { type Server, startServer } from '@/test/support/server'

/* What happens only once in an installation: each test has one of its own. */

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

test('with sign-up closed the first user may, and owns the installation; nobody after them', async () => {
  server = await startServer({ JETON_SIGNUP: 'closed' })
  const first = await signUp('first@example.com')
  expect(first.status).toBe(200)
  expect(await isOwner(first)).toBe(true)
  expectProblem(await signUp('second@example.com'), 403, 'signup_closed')
  const signIn = (email: string) =>
    clientOf(server.address)('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  expect((await signIn('first@example.com')).status).toBe(200)
  expectProblem(await signIn('second@example.com'), 401, 'credentials_wrong')
})

test('with sign-up closed exactly one of 5 at once gets in', async () => {
  server = await startServer({ JETON_SIGNUP: 'closed' })
  const answers = await signUpTogether(5)
  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused).toHaveLength(4)
  for (const answer of refused) expectProblem(answer, 403, 'signup_closed')
})

test('a closed server does not tell whether an address has an account', async () => {
  server = await startServer({ JETON_SIGNUP: 'closed' })
  await signUp('first@example.com')
  const [taken, free] = [await signUp('first@example.com'), await signUp('free@example.com')]
  expect([taken.status, taken.text]).toEqual([free.status, free.text])
})
