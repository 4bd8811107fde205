import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { accountOf } from '@/test/support/account'
import { anyCharacter } from '@/test/support/any-character'
import { type Answer, clientOf, signUp } from '@/test/support/client'
import { repetitions } from '@/test/support/extent'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const call = clientOf(sharedServer().address)
let headers: { 'xc-auth': string }

beforeAll(async () => {
  headers = { 'xc-auth': (await signUp(call)).authToken }
})

const create = (json: object) => call('POST', '/api/v1/tokens', { headers, json })
const rename = (name: string) =>
  call('PATCH', '/api/v1/user/profile', { headers, json: { display_name: name } })

const remove = ({ body }: Answer) => call('DELETE', `/api/v1/tokens/${body.id}`, { headers })

function expectNamed(answer: Answer, field: string) {
  expectProblem(answer, 400, 'input_invalid')
  expect(answer.body.errors).not.toEqual([])
  for (const { path, message } of answer.body.errors) {
    expect(path).toBe(field)
    expect(message).toMatch(/^[A-Z].*\.$/)
    expect(answer.body.detail).toContain(message)
  }
}

const bad: Record<string, string> = {
  'no characters': '',
  blanks: '   ',
  'blanks of other kinds': '\u00a0\u2003\u3000\ufeff',
  'characters that cannot be seen': '\u200b\u2060\u00ad',
  '256 characters': 'x'.repeat(256),
  '256 emoji': '😀'.repeat(256),
  'a NUL': 'a\u0000b',
  'a line break': 'a\nb',
  'a line break at the end': 'name\r\n',
  'a tab at the start': '\tname',
  'a bell': 'a\u0007',
  'a delete': 'a\u007fb',
  'a C1 control': 'a\u0085b',
  'an escape sequence': '\u001b[31mred',
  'a line separator': 'a\u2028b',
  'half of a pair': 'a\ud83d',
}

test.each(Object.entries(bad))(
  'a token name is refused, and the field named: %s',
  async (_, name) => {
    expectNamed(await create({ name }), 'name')
    expectNamed(await create({ description: name }), 'description')
    expect((await accountOf(call, headers)).tokens).toEqual([])
  },
)

test('a token without a name is refused', async () => {
  expectNamed(await create({}), 'name')
})

const good: Record<string, string> = {
  'one character': 'x',
  '255 characters': 'x'.repeat(255),
  '255 emoji': '😀'.repeat(255),
  'an emoji of many parts': '👩‍👩‍👧‍👦 🏳️‍🌈',
  'Arabic and Hebrew': 'مفتاح שלום',
  'marks that turn the direction': '\u202eevil\u202c \u2066abc\u2069 \u200f',
  'a combining accent, not composed': 'e\u0301',
  HTML: '<img src=x onerror=alert(1)>',
  'a script': '</script><script>alert(1)</script>',
  SQL: `'; DROP TABLE "User"; --`,
  'a format': '%s %n {{7*7}} #{7*7} $&',
  'a path': '../../etc/passwd',
  'blanks inside': 'a   b',
}

test.each(Object.entries(good))(
  'a token name is kept and given back as it is: %s',
  async (_, name) => {
    const created = await create({ name: `  ${name}\u00a0` })
    expect(created.status).toBe(200)
    const [row] = (await accountOf(call, headers)).tokens
    expect([created.body.name, created.body.description, row.name, row.description]).toEqual(
      Array(4).fill(name.trim()),
    )
    await remove(created)
  },
)

test('of a field that is given twice the last counts, and only that', async () => {
  const body = '{"name":"first","name":"last"}'
  const answer = await call('POST', '/api/v1/tokens', {
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  expect(answer.body).toMatchObject({ name: 'last', description: 'last' })
  await remove(answer)
})

test.each(['name', 'description'])(
  "the name may be called %s, as NocoDB's clients do",
  async (field) => {
    const created = await create({ [field]: 'x' })
    expect(created.body).toMatchObject({ name: 'x', description: 'x' })
    await remove(created)
  },
)

/** Whole characters, lone surrogates, and values that are likely to be misread. */
const anyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom('__proto__', 'null', 'true', '-0', '\u0000', ' '.repeat(300)),
)

test('any text is either kept as a token name, trimmed, or refused with reasons', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (name) => {
      const answer = await create({ name })
      if (answer.status !== 200) return expectNamed(answer, 'name')
      expect(answer.body.name).toBe(name.trim())
      await remove(answer)
    }),
    { numRuns: repetitions(60, 200) },
  )
})

test('any text is either kept as the name of a person, trimmed, or refused with reasons', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, async (name) => {
      const answer = await rename(name)
      if (answer.status !== 200) return expectNamed(answer, 'display_name')
      expect(answer.body.display_name).toBe(name.trim())
    }),
    { numRuns: repetitions(60, 200) },
  )
})

test('a person may have no name', async () => {
  expect((await rename('Ada')).body.display_name).toBe('Ada')
  expect((await rename('')).body.display_name).toBe('')
})
