import { gzipSync } from 'node:zlib'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { accountOf } from '@/test/support/account'
import { type Answer, clientOf, password, signUp } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const limit = 64 * 1024

const call = clientOf(sharedServer().address)
let auth: { 'xc-auth': string }
let before: unknown

beforeAll(async () => {
  auth = { 'xc-auth': (await signUp(call)).authToken }
  before = await accountOf(call, auth)
})

/** The server accepts no request of this file, so the account must be unchanged. */
afterEach(async () => expect(await accountOf(call, auth)).toEqual(before))

const json = { 'content-type': 'application/json' }
const endpoints: [method: string, path: string, good: object][] = [
  ['POST', '/api/v1/auth/user/signup', { email: 'ada@example.com', password }],
  ['POST', '/api/v1/auth/user/signin', { email: 'ada@example.com', password }],
  [
    'POST',
    '/api/v1/auth/user/password/change',
    { currentPassword: password, newPassword: password },
  ],
  ['PATCH', '/api/v1/user/profile', { display_name: 'Ada' }],
  ['POST', '/api/v1/tokens', { name: 'x' }],
]

async function expectRefused(
  headers: Record<string, string>,
  bodyOf: (good: object) => BodyInit,
  status: number,
) {
  for (const [method, path, good] of endpoints) {
    const answer = await call(method, path, {
      headers: { ...auth, ...headers },
      body: bodyOf(good),
    })
    expectProblem(answer, status, 'input_invalid')
  }
}

const deep = (open: string, close: string) => open.repeat(10_000) + close.repeat(10_000)
const notJson: Record<string, BodyInit> = {
  nothing: '',
  'a brace': '{',
  'single quotes': "{'name':'x'}",
  'two values': '{}{}',
  'a comment': '{"name":"x"/**/}',
  'a comma too many': '{"name":"x",}',
  'a form': 'name=x',
  NaN: '{"name":NaN}',
  'brackets without end': '['.repeat(60_000),
  'bytes that are not UTF-8': Buffer.from('{"name":"\xff"}', 'latin1'),
  'an overlong slash': Buffer.from([0x22, 0xc0, 0xaf, 0x22]),
  'half of a pair in UTF-8': Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]),
  'UTF-16': Buffer.from('{"name":"x"}', 'utf16le'),
  'a line break in a text': '{"name":"\n"}',
}
test.each(Object.entries(notJson))('a body that is not JSON is refused: %s', async (_, body) => {
  await expectRefused(json, () => body, 400)
})

const notObjects = ['null', '1', '-0', '1e999', '"text"', 'true', '[]', '[{}]', '[["name","x"]]']
test.each(notObjects)('JSON that is not an object is refused: %s', async (body) => {
  await expectRefused(json, () => body, 400)
})

test('JSON as deep as fits is refused like any other', async () => {
  await expectRefused(json, () => deep('[', ']'), 400)
  await expectRefused(json, (good) => withField(good, `"deep":${deep('[', ']')}`), 400)
  await expectRefused(
    json,
    (good) => withField(good, `"deep":${deep('{"a":', '}').replace('}', '1}')}`),
    400,
  )
  await expectRefused(
    json,
    (good) => JSON.stringify(good).replace(/"[^"]*"}$/, `${deep('[', ']')}}`),
    400,
  )
})

const withField = (good: object, field: string) => `{${field},${JSON.stringify(good).slice(1)}`
const errorsOf = ({ body }: Answer): Set<string> =>
  new Set(body.errors.map(({ path }: { path: string }) => path))

const extra = [
  '"role":"owner"',
  '"__proto__":{"name":"x"}',
  '"constructor":{"prototype":{}}',
  '"toString":1',
]
test.each(extra)('a field that is not known is refused, and named: %s', async (field) => {
  for (const [method, path, good] of endpoints) {
    const answer = await call(method, path, {
      headers: { ...auth, ...json },
      body: withField(good, field),
    })
    expectProblem(answer, 400, 'input_invalid')
    expect(errorsOf(answer)).toEqual(new Set([field.split('"')[1]]))
  }
})

test('a body full of mistakes is not answered with more than it was', async () => {
  const fields = Array.from({ length: 6_000 }, (_, i) => `"${i}":1`)
  const body = `{${fields.join()}}`
  const answer = await call('POST', '/api/v1/auth/user/signin', { headers: json, body })
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.text.length).toBeLessThan(body.length / 10)
})

const notTexts = [null, 1, true, [], {}, ['x'], { $ne: null }, { not: '' }]
test.each(notTexts)('a field that is no text is refused, and named: %j', async (value) => {
  for (const [method, path, good] of endpoints) {
    for (const name of Object.keys(good)) {
      const answer = await call(method, path, { headers: auth, json: { ...good, [name]: value } })
      expectProblem(answer, 400, 'input_invalid')
      expect(errorsOf(answer)).toEqual(new Set([name]))
    }
  }
})

const otherTypes = [
  'text/plain',
  'text/json',
  'application/jsonx',
  'application/json-patch+json',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'x; application/json',
  ' ',
]
test.each(otherTypes)('a body of type %j is refused with 415', async (type) => {
  await expectRefused({ 'content-type': type }, JSON.stringify, 415)
})

test('a body that is compressed is refused', async () => {
  await expectRefused(
    { ...json, 'content-encoding': 'gzip' },
    (good) => gzipSync(JSON.stringify(good)),
    400,
  )
})

const padded = (good: object, size: number) => JSON.stringify(good).padEnd(size)
const chunked = (text: string) =>
  new Blob([text]).stream().pipeThrough(new TransformStream<Uint8Array, Uint8Array>())

test('a body over 64 KiB is refused with 413, whether or not it says how long it is', async () => {
  await expectRefused(json, (good) => padded(good, limit + 1), 413)
  await expectRefused(json, (good) => chunked(padded(good, limit + 1)), 413)
  await expectRefused(json, (good) => chunked(padded(good, 20 * limit)), 413)
  await expectRefused(json, () => padded({ unknown: 1 }, limit), 400)
})

test('a caller without a credential is told so, however much they send', async () => {
  for (const body of [padded({}, 20 * limit), chunked(padded({}, 20 * limit))]) {
    expectProblem(
      await call('POST', '/api/v1/tokens', { headers: json, body }),
      401,
      'credential_missing',
    )
  }
})
