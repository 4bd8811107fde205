import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { requireTool } from '@/scripts/debian-tool.mjs'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { makeSnippetFolder, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { cleanEnvironment } from '@/test/support/server'
import { sharedServer } from '@/test/support/shared-server'

/* docs/guides/scanning.md: its program, and the regular expressions of its rules. */

const guide = 'scanning.md'
const { address } = sharedServer()
const call = clientOf(address)

let folder: string
let authToken: string
let tokens: string[]

beforeAll(async () => {
  folder = makeSnippetFolder()
  ;({ authToken } = await signUp(call))
  const { token } = await createToken(call, authToken)
  tokens = [token, ...Array.from({ length: 500 }, () => makeApiTokenSecret(randomBytes))]
})
afterAll(() => removeFolder(folder))

/** Texts that resemble a token. */
const fakes = () => [
  'jtn_',
  'jtn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  `jtn_${'0123456789'.repeat(3)}012345`,
  ...tokens
    .slice(0, 50)
    .flatMap((token) => [
      token.slice(0, -1),
      `${token}x`,
      token.replace('jtn_', 'jtm_'),
      token.slice(0, -1) + (token.endsWith('0') ? '1' : '0'),
      token.slice(0, 5) + (token[5] === 'a' ? 'b' : 'a') + token.slice(6),
    ]),
]

test('the program finds every token, and no fake', () => {
  const program = writeIn(folder, 'jeton_token.py', snippetOf(guide, 'python jeton_token.py'))
  const { path, env } = requireTool('python3')
  const found = execFileSync(path, [program], {
    env: { ...cleanEnvironment({ PYTHONDONTWRITEBYTECODE: '1' }), ...env },
    input: [...fakes(), ...tokens, authToken].join('\n'),
    encoding: 'utf8',
  })
  expect(found.trim().split('\n')).toEqual(tokens)
})

interface Rule {
  regex: RegExp
  entropy: number
}

/** The rules of gitleaks, by their id. */
function gitleaksRules(): Record<string, Rule> {
  const [, ...rules] = snippetOf(guide, 'toml .gitleaks.toml').split('[[rules]]')
  return Object.fromEntries(
    rules.map((text) => [
      /^id = "(.+)"$/m.exec(text)?.[1],
      {
        regex: new RegExp(/^regex = '''(.+)'''$/m.exec(text)?.[1] ?? '^$', 'g'),
        entropy: Number(/^entropy = (.+)$/m.exec(text)?.[1] ?? 0),
      },
    ]),
  )
}

/** Shannon's, in bits for each character, as gitleaks computes it. */
function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  return [...counts.values()]
    .map((count) => count / text.length)
    .reduce((sum, share) => sum - share * Math.log2(share), 0)
}

const findBy = ({ regex, entropy }: Rule, text: string) =>
  [...text.matchAll(regex)].map((match) => match[1] ?? '').filter((one) => entropyOf(one) > entropy)

/** A file as a scanner may meet it. */
const repository = (lines: string[]) =>
  lines.map((line, i) => [`TOKEN=${line}`, `"xc-token": "${line}",`, line][i % 3]).join('\n')

test('the rules of gitleaks find every token where it stands', () => {
  const { 'jeton-api-token': api, 'jeton-auth-token': auth } = gitleaksRules()
  expect(findBy(api as Rule, repository(tokens))).toEqual(tokens)
  expect(findBy(auth as Rule, repository([authToken]))).toEqual([authToken])
})

test('the rules of gitleaks find no placeholder, nothing too short and nothing too long', () => {
  const [token = ''] = tokens
  const none = [
    'jtn_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'jtn_YOUR_TOKEN',
    token.slice(0, -1),
    `${token}x`,
    `x${token}`,
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.AAAA',
  ]
  for (const rule of Object.values(gitleaksRules()))
    expect(findBy(rule, repository(none))).toEqual([])
})

test('the rule of TruffleHog finds both kinds', () => {
  const text = snippetOf(guide, 'yaml config.yaml')
  const regex = new RegExp(/token: '(.+)'/.exec(text)?.[1] ?? '^$', 'g')
  const all = [...tokens, authToken]
  expect(findBy({ regex, entropy: 0 }, repository(all))).toEqual(all)
  for (const keyword of text.match(/(?<=- )(jtn_|eyJ)\S+|jtn_$/gm) ?? [])
    expect(all.some((token) => token.startsWith(keyword))).toBe(true)
})

test('the request of the guide ends a token', async () => {
  const { token } = await createToken(call, (await signUp(call)).authToken)
  const request = snippetOf(guide, 'sh revoke', { 'https://tokens.example.com': address })
  const env = cleanEnvironment({ TOKEN: token })
  expect(execFileSync('/bin/sh', ['-c', request], { env, encoding: 'utf8' })).toBe('')
  expect((await call('GET', '/api/v1/verify', { headers: { 'xc-token': token } })).status).toBe(401)
})
