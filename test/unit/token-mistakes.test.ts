import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { inspectToken } from '@/shared/token-mistakes'

const api = makeApiTokenSecret(randomBytes)
const head = Buffer.from('{"alg":"EdDSA","typ":"jeton-auth+jwt"}').toString('base64url')
const auth = `${head}.${Buffer.from('{"sub":"x"}').toString('base64url')}.${randomBytes(64).toString('base64url')}`

const wholeTokens = [
  ['an API token', api, 'api_token'],
  ['an auth token', auth, 'auth_token'],
] as const

test.each(wholeTokens)(
  '%s has no mistake in it, whether there is such a one or not',
  (_, token, kind) => {
    expect(inspectToken(token)).toEqual({ kind, mistakes: [] })
  },
)

const around: [string, (token: string) => string, string[]][] = [
  ['double quotes', (token) => `"${token}"`, ['quoted']],
  ['single quotes', (token) => `'${token}'`, ['quoted']],
  ['a quote at one end', (token) => `${token}"`, ['quoted']],
  ['typographic quotes', (token) => `“${token}”`, ['quoted']],
  ['French quotes', (token) => `«\u202f${token}\u202f»`, ['quoted']],
  ['backquotes', (token) => `\`${token}\``, ['quoted']],
  ['angle brackets', (token) => `<${token}>`, ['bracketed']],
  ['square brackets', (token) => `[${token}]`, ['bracketed']],
  ['Bearer', (token) => `Bearer ${token}`, ['scheme']],
  ['Token', (token) => `token ${token}`, ['scheme']],
  ['a name and =', (token) => `token=${token}`, ['named']],
  ['the name of the header', (token) => `xc-token: ${token}`, ['named']],
  ['a comma', (token) => `${token},`, ['followed']],
  ['a semicolon', (token) => `${token};`, ['followed']],
  ['a period', (token) => `${token}.`, ['followed']],
  ['an escaped line break', (token) => `${token}\\n`, ['followed']],
  ['a percent-encoded line break', (token) => `${token}%0A`, ['followed']],
  ['an escaped line break before it', (token) => `\\n${token}`, ['alone']],
  ['a word before it', (token) => `here ${token}`, ['alone']],
  ['an invisible character', (token) => `\u200b${token}`, ['alone']],
  ['a line of JSON', (token) => `"token": "${token}",`, ['quoted', 'named', 'followed']],
  [
    'a whole header in quotes',
    (token) => `"Authorization: Bearer ${token}"`,
    ['quoted', 'scheme', 'named'],
  ],
  ['itself', (token) => `${token}, ${token}`, ['several']],
  ['a line break in it', (token) => `${token.slice(0, 20)}\n${token.slice(20)}`, ['split']],
  ['a space in it', (token) => `${token.slice(0, 20)} ${token.slice(20)}`, ['split']],
  ['its end cut off', (token) => token.slice(0, -1), ['short']],
  ['most of it cut off', (token) => token.slice(0, 12), ['short']],
  ['an ellipsis in it', (token) => `${token.slice(0, 4)}…${token.slice(-4)}`, ['shortened']],
  ['three periods in it', (token) => `${token.slice(0, 4)}...${token.slice(-4)}`, ['shortened']],
  ['asterisks in it', (token) => `${token.slice(0, 4)}****`, ['shortened']],
  ['base64 around it', (token) => Buffer.from(token).toString('base64'), ['encoded']],
]

test.each(around)('a token with %s is told so, of either kind', (_, write, mistakes) => {
  for (const [, token, kind] of wholeTokens)
    expect(inspectToken(write(token))).toEqual({ kind, mistakes })
})

test.each([
  ['nothing', '', ['empty']],
  ['a variable that nothing replaced', '$TOKEN', ['placeholder']],
  ['another such variable', '"$JETON_TOKEN"', ['placeholder']],
  ['a template', '{{token}}', ['placeholder']],
  ['what JavaScript prints of nothing', 'undefined', ['placeholder']],
  ['what Python prints of nothing', 'None', ['placeholder']],
  ['words of an example', '<your token>', ['placeholder']],
  ['a character too many', `${api}0`, ['long']],
  ['upper case', api.toUpperCase(), ['letterCase']],
  ['a percent-encoded token', api.replace('_', '%5F'), ['encoded']],
  ['the id of a token', 'a3f0c1de-7f5f-4a5b-9d0a-0f6f1d3d6c11', ['id']],
  ["a JWE, such as the session's cookie", `${head}..abc.def.ghi`, ['cookie']],
  ['a JWE with a key', `${head}.a.abc.def.ghi`, ['cookie']],
  ['a JWT of HS256', `${head}.${head}.${'a'.repeat(43)}`, ['foreign']],
  ['a JWT of RS256', `${head}.${head}.${'a'.repeat(342)}`, ['foreign']],
  ['anything else', 'nonsense', []],
  ['a long text', `"${api}"`.repeat(1000), []],
])('%s is known for what it is', (_, text, mistakes) => {
  expect(inspectToken(text).mistakes).toEqual(mistakes)
})
