import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { type RawHeader, sendRaw } from '@/test/support/raw'
import { sharedServer } from '@/test/support/shared-server'

const paths = ['/api/v1/auth/user/me', '/api/v1/verify']
const names = ['xc-token', 'xc-auth', 'authorization', 'cookie']

const server = sharedServer()
const call = clientOf(server.address)
let apiToken: string
let authToken: string

beforeAll(async () => {
  authToken = (await signUp(call)).authToken
  apiToken = (await createToken(call, authToken)).token
})

test.each(paths)('%s: two values of xc-token are refused, even if both are good', async (path) => {
  for (const values of [
    [apiToken, apiToken],
    [apiToken, 'x'],
    ['x', apiToken],
    ['', apiToken],
  ]) {
    const headers = values.map((value): RawHeader => ['xc-token', value])
    const { status } = await sendRaw(server.address, { path, headers })
    expect(status).toBe(401)
  }
})

test.each(paths)('%s: a credential counts, however many headers come before it', async (path) => {
  const many = Array.from({ length: 2_050 }, (): RawHeader => ['a', ''])
  const last = await sendRaw(server.address, { path, headers: [...many, ['xc-token', apiToken]] })
  expect(last.status).toBe(200)
  const headers: RawHeader[] = [['xc-auth', authToken], ...many, ['xc-token', 'x']]
  expect((await sendRaw(server.address, { path, headers })).status).toBe(401)
})

const everywhere = paths.flatMap((path) => names.map((name) => ({ path, name })))

test.each(everywhere)(
  "$path: odd bytes in $name are the sender's fault, never ours",
  async ({ path, name }) => {
    const prefixes = ['', 'jtn_', 'Bearer ', 'next-auth.session-token=', apiToken, authToken]
    const value = fc.tuple(
      fc.constantFrom(...prefixes),
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
    )
    await fc.assert(
      fc.asyncProperty(value, async ([prefix, bytes]) => {
        const odd = bytes.filter((byte) => byte !== 0x0a && byte !== 0x0d)
        const trimmed = Buffer.from(odd).toString('latin1').trim()
        fc.pre(trimmed !== '')
        const { status } = await sendRaw(server.address, {
          path,
          headers: [[name, Buffer.concat([Buffer.from(prefix), odd])]],
        })
        expect([400, 401]).toContain(status)
      }),
      {
        numRuns: 100,
        examples: [
          [['', Uint8Array.of(0)]],
          [['jtn_', Uint8Array.from({ length: 128 }, (_, i) => 128 + i)]],
        ],
      },
    )
  },
)

test.each(everywhere)(
  '$path: a larger $name than any credential is refused before it is read',
  async ({ path, name }) => {
    const { status } = await sendRaw(server.address, {
      path,
      headers: [[name, 'x'.repeat(20_000)]],
    })
    expect(status).toBe(431)
  },
)
