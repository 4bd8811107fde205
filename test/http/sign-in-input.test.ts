import { hash } from '@node-rs/argon2'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { anyCharacter } from '@/test/support/any-character'
import { tryToSignIn } from '@/test/support/browser'
import { type Answer, clientOf, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { repetitions } from '@/test/support/extent'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)
/** Separates these accounts from those of other files. */
const tag = Math.random().toString(36).slice(2)
let email: string

beforeAll(async () => {
  email = (await signUp(call)).email
})

const signInPath = '/api/v1/auth/user/signin'
const signUpPath = '/api/v1/auth/user/signup'

/** Expects one of the answers with which sign-up and sign-in may refuse a request. */
function expectRefused(answer: Answer) {
  const { code } = answer.body
  const statuses: Record<string, number> = {
    input_invalid: 400,
    credentials_wrong: 401,
    email_taken: 409,
  }
  expectProblem(answer, statuses[code] ?? 0, code)
}

const anyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 40 }),
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
    { numRuns: repetitions(60, 200) },
  )
})

const badAddresses = [
  '',
  ' ',
  'ada',
  'ada@',
  '@example.com',
  'a b@example.com',
  'ada@example..com',
  'ada@bob@example.com',
  'ada@mün chen.de',
  `${'a'.repeat(250)}@example.com`,
  'ada@example.com\r\nBcc: x@example.com',
  'ada@exa\u0000mple.com',
  '<ada@example.com>',
  'ada@example.com,bob@example.com',
]
test.each(badAddresses)('%j is no address to sign up with', async (address) => {
  const answer = await call('POST', signUpPath, { json: { email: address, password } })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).toEqual([
    { path: 'email', message: expect.stringMatching(/^[A-Z].*\.$/) },
  ])
})

test.each([
  ['7 characters', '1234567'],
  ['7 emoji', '😀'.repeat(7)],
  ['1025 characters', 'x'.repeat(1025)],
])('a password of %s is refused, and the field named', async (_, secret) => {
  const answer = await call('POST', signUpPath, {
    json: { email: 'new@example.com', password: secret },
  })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).toEqual([
    { path: 'password', message: expect.stringMatching(/^Use at .*\.$/) },
  ])
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
  const signIn = (given: string) =>
    call('POST', signInPath, { json: { email: address, password: given } })
  expect(
    (await call('POST', signUpPath, { json: { email: address, password: secret } })).status,
  ).toBe(200)
  expect((await signIn(secret)).status).toBe(200)
  for (const other of [`${secret} `, secret.slice(0, -1), secret.toUpperCase() + secret]) {
    expectRefused(await signIn(other))
  }
})

/** Accents, syllables and spaces as keyboards and systems encode them. */
const spellings = ['Crème\u00a0brûlée 한글', 'Crème brûlée 한글'].flatMap((text) => [
  text.normalize('NFC'),
  text.normalize('NFD'),
])
const change = (authToken: string, currentPassword: string, newPassword: string) =>
  call('POST', '/api/v1/auth/user/password/change', {
    headers: { 'xc-auth': authToken },
    json: { currentPassword, newPassword },
  })
const opens = async (email: string, secret: string) =>
  (await call('POST', signInPath, { json: { email, password: secret } })).status === 200

test.each(spellings)(
  'a password is one in all of its spellings, also when it is changed: %j',
  async (secret) => {
    const email = `${Math.random()}@example.com`
    const { body } = await call('POST', signUpPath, { json: { email, password: secret } })
    for (const spelling of spellings) {
      expect(await opens(email, spelling)).toBe(true)
      expect(await tryToSignIn(call, { email, password: spelling })).not.toBeNull()
      expect((await change(body.token, spelling, secret)).status).toBe(200)
    }
    // Nothing else is normalised: neither case, nor width, nor an additional or missing space.
    for (const other of [
      'crème brûlée 한글',
      'Crème brûlée  한글',
      'Ｃrème brûlée 한글',
      'Creme brulee 한글',
    ])
      expect(await opens(email, other)).toBe(false)
  },
)

test('a password whose hash was made of its text as typed opens with that text still', async () => {
  const { email, authToken } = await signUp(call)
  const typed = 'Crème\u00a0brûlée'.normalize('NFD')
  await changeDatabase(sharedServer(), 'UPDATE "User" SET "passwordHash" = ? WHERE "email" = ?', {
    parameters: [await hash(typed), email],
  })
  expect(await opens(email, typed)).toBe(true)
  expect(await opens(email, `${typed} `)).toBe(false)
  expect((await change(authToken, typed, typed)).status).toBe(200)
  expect(await opens(email, typed.normalize('NFC'))).toBe(true)
})

test.each([
  ['ivan', ['пример.рф', 'ПРИМЕР.РФ', 'xn--e1afmkfd.xn--p1ai', 'XN--E1AFMKFD.xn--p1ai']],
  ['josé', ['example.com', 'Example.COM']],
  ['r&d', ['intranet', 'INTRANET']],
])('an address is one account in all of its spellings: %s at %j', async (name, domains) => {
  const names = [name, name.normalize('NFD'), name.toUpperCase()].map((text) => `${text}.${tag}`)
  const addresses = names.flatMap((text) => domains.map((domain) => `${text}@${domain}`))
  const [first = '', ...others] = addresses
  const answer = await call('POST', signUpPath, { json: { email: first, password } })
  const kept = `${name}.${tag}@${domains.find((domain) => /^[a-z0-9.-]+$/.test(domain))}`
  const headers = { 'xc-auth': answer.body.token }
  expect((await call('GET', '/api/v1/auth/user/me', { headers })).body.email).toBe(kept)
  const verified = await call('GET', '/api/v1/verify', { headers })
  expect(decodeURIComponent(verified.headers.get('remote-user') ?? '')).toBe(kept)
  for (const email of others) {
    expectProblem(await call('POST', signUpPath, { json: { email, password } }), 409, 'email_taken')
    expect(await opens(email, password)).toBe(true)
    expect(await tryToSignIn(call, { email, password })).not.toBeNull()
  }
})
