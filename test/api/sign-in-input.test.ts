import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { type Answer, clientOf, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)
let email: string

beforeAll(async () => {
  email = (await signUp(call)).email
})

const signInPath = '/api/v1/auth/user/signin'
const signUpPath = '/api/v1/auth/user/signup'

/** What the two doors may say to whom they do not let in. */
function expectRefused(answer: Answer) {
  const { code } = answer.body
  const statuses: Record<string, number> = { input_invalid: 400, credentials_wrong: 401, email_taken: 409 }
  expectProblem(answer, statuses[code] ?? 0, code)
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
)
const likeAnAddress = fc
  .tuple(
    anyText,
    fc.constantFrom(
      '@example.com',
      '@',
      '@x',
      '@[127.0.0.1]',
      '@exa mple.com',
      '@éxample.com',
      '\u0000@example.com',
    ),
  )
  .map(([local, domain]) => local + domain)

test('no text as an address or a password lets anybody in, or fails on our side', async () => {
  const addresses = fc.oneof(anyText, likeAnAddress, fc.constant(email))
  await fc.assert(
    fc.asyncProperty(addresses, anyText, async (address, secret) => {
      expectRefused(await call('POST', signInPath, { json: { email: address, password: secret } }))
    }),
    { numRuns: 100 },
  )
})

test('sign-up makes an account that can sign in, or says what is wrong', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(anyText, likeAnAddress, fc.emailAddress()),
      anyText,
      anyText,
      async (address, secret, name) => {
        const json = { email: address, password: secret }
        const answer = await call('POST', signUpPath, { json: { ...json, name } })
        if (answer.status !== 200) return expectRefused(answer)
        expect((await call('POST', signInPath, { json })).status).toBe(200)
      },
    ),
    { numRuns: 100 },
  )
})

test('a body of any JSON at all is answered in the documented shape', async () => {
  const fields = fc.record(
    { email: fc.jsonValue(), password: fc.jsonValue(), name: fc.jsonValue() },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(signInPath, signUpPath),
      fc.oneof(fc.jsonValue(), fields),
      async (path, json) => {
        expectRefused(await call('POST', path, { json }))
      },
    ),
    { numRuns: 200 },
  )
})

const badAddresses = [
  '',
  ' ',
  'ada',
  'ada@',
  '@example.com',
  'a b@example.com',
  'ada@example',
  `${'a'.repeat(250)}@example.com`,
  'ada@example.com\r\nBcc: x@example.com',
  'ada@exa\u0000mple.com',
  '<ada@example.com>',
  'ada@example.com,bob@example.com',
]
test.each(badAddresses)('%j is no address to sign up with', async (address) => {
  const answer = await call('POST', signUpPath, { json: { email: address, password } })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).toEqual([{ path: 'email', message: expect.stringMatching(/^[A-Z].*\.$/) }])
})

test.each([
  ['7 characters', '1234567'],
  ['7 emoji', '😀'.repeat(7)],
  ['1025 characters', 'x'.repeat(1025)],
])('a password of %s is refused, and the field named', async (_, secret) => {
  const answer = await call('POST', signUpPath, { json: { email: 'new@example.com', password: secret } })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).toEqual([{ path: 'password', message: expect.stringMatching(/^Use at .*\.$/) }])
})

test.each([
  ['8 characters', 'q7#mzv!k'],
  ['8 emoji', '😀'.repeat(8)],
  ['1024 emoji', '😀'.repeat(1024)],
  ['blanks', '        '],
  ['a NUL in the middle', 'before\u0000after'],
  ['letters that fold', 'Straße ẞ İ ı'],
])('a password of %s works, exactly as it is', async (_, secret) => {
  const address = `${Math.random()}@example.com`
  const signIn = (given: string) => call('POST', signInPath, { json: { email: address, password: given } })
  expect((await call('POST', signUpPath, { json: { email: address, password: secret } })).status).toBe(200)
  expect((await signIn(secret)).status).toBe(200)
  for (const other of [`${secret} `, secret.slice(0, -1), secret.toUpperCase() + secret]) {
    expectRefused(await signIn(other))
  }
})
