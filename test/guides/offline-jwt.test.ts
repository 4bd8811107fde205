import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { requirePyJwt, requireTool } from '@/scripts/debian-tool.mjs'
import { clientOf, createToken, signIn, signUp } from '@/test/support/client'
import { makeSnippetFolder, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { ed25519, hmacSha256, jws, keysOf, unsigned } from '@/test/support/jws'
import { cleanEnvironment } from '@/test/support/server'
import { sharedServer } from '@/test/support/shared-server'

/* docs/guides/offline-jwt.md: its two files, and the limitations that it states. */

const guide = 'offline-jwt.md'
const { address, dataDir } = sharedServer()
const call = clientOf(address)
const jeton = { '127.0.0.1:3000': `127.0.0.1:${new URL(address).port}` }

type WhoAre = (tokens: string[]) => Promise<unknown[]>
let folder: string
let email: string
let good: string

beforeAll(async () => {
  folder = makeSnippetFolder()
  ;({ email, authToken: good } = await signUp(call))
})
afterAll(() => removeFolder(folder))

const byJose: WhoAre = async (tokens) => {
  const path = writeIn(folder, 'jeton.mjs', snippetOf(guide, 'js jeton.mjs', jeton))
  const { whoIs } = await import(pathToFileURL(path).href)
  return Promise.all(tokens.map(whoIs))
}

const byPyJwt: WhoAre = async (tokens) => {
  writeIn(folder, 'jeton.py', snippetOf(guide, 'python jeton.py', jeton))
  const program = writeIn(
    folder,
    'ask.py',
    'import json, sys, jeton\nprint(json.dumps([jeton.who_is(t) for t in json.load(sys.stdin)]))\n',
  )
  const python = requireTool('python3')
  const env = { ...cleanEnvironment({ PYTHONDONTWRITEBYTECODE: '1' }), ...requirePyJwt(python) }
  const running = promisify(execFile)(python.path, [program], { env })
  running.child.stdin?.end(JSON.stringify(tokens))
  return JSON.parse((await running).stdout)
}

/** @returns the header and the claims of a token */
const partsOf = (token: string): Record<string, unknown>[] =>
  token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))

/** Each token is wrong in one respect only. */
function badTokens(): Record<string, string> {
  const { privateKey, publicKey, kid } = keysOf(dataDir).signing
  const [head = ''] = good.split('.')
  const [header = {}, claims = {}] = partsOf(good)
  const ours = ed25519(privateKey)
  const stranger = deriveKeys(randomBytes(32)).signing
  const publicBytes = publicKey.export({ format: 'der', type: 'spki' })
  return {
    'of another purpose': jws({ ...header, typ: 'at+jwt' }, claims, ours),
    'of another issuer': jws(header, { ...claims, iss: 'other' }, ours),
    'for another audience': jws(header, { ...claims, aud: 'other' }, ours),
    'that has expired': jws(header, { ...claims, exp: 1_000_000_000 }, ours),
    'that never ends': jws(header, { ...claims, exp: undefined }, ours),
    'signed by a stranger': jws(header, claims, ed25519(stranger.privateKey)),
    'of a key that is not published': jws(
      { ...header, kid: stranger.kid },
      claims,
      ed25519(stranger.privateKey),
    ),
    'not signed': jws({ ...header, alg: 'none' }, claims, unsigned),
    'signed by the public key as a secret': jws(
      { ...header, alg: 'HS256', kid },
      claims,
      hmacSha256(publicBytes),
    ),
    'with other claims': `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: 'x' })).toString('base64url')}.${good.split('.')[2]}`,
    'that is none': 'x',
  }
}

describe.each([
  ['jose', byJose],
  ['PyJWT', byPyJwt],
])('%s', (_, whoAre) => {
  test('says whose auth token it is, and refuses every other', async () => {
    const bad = badTokens()
    const { token } = await createToken(call, await signIn(call, (await signUp(call)).email))
    const { id } = (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': good } }))
      .body
    const names = Object.keys(bad)
    const [first, api, ...others] = await whoAre([good, token, ...Object.values(bad)])
    expect(first).toEqual({ id, email })
    expect(api).toBeNull()
    expect(Object.fromEntries(others.map((answer, i) => [names[i], answer]))).toEqual(
      Object.fromEntries(names.map((name) => [name, null])),
    )
  })

  test('accepts a token whose beginning lies a few seconds ahead of its own clock', async () => {
    const { privateKey } = keysOf(dataDir).signing
    const [header = {}, claims = {}] = partsOf(good)
    // The difference only shrinks while the program starts. jose checks `nbf`, PyJWT both claims.
    const iat = Math.floor(Date.now() / 1000) + 8
    const ahead = jws(header, { ...claims, iat, nbf: iat }, ed25519(privateKey))
    expect(await whoAre([ahead])).toMatchObject([{ email }])
  })

  test('goes on accepting a token after log out, as the guide says', async () => {
    const headers = { 'xc-auth': await signIn(call, email) }
    await call('POST', '/api/v1/auth/user/signout', { headers })
    expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(401)
    expect(await whoAre([headers['xc-auth']])).toMatchObject([{ email }])
  })
})
