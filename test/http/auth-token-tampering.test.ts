import { beforeAll, expect, test } from 'vitest'
import { clientOf, signUp } from '@/test/support/client'
import { sharedServer } from '@/test/support/shared-server'

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const call = clientOf(sharedServer().address)
let token: string
let parts: string[]

beforeAll(async () => {
  token = (await signUp(call)).authToken
  parts = token.split('.')
})

const statusOf = async (authToken: string) =>
  (await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })).status

/** @returns the tokens that were not refused */
async function accepted(tokens: string[]): Promise<string[]> {
  const statuses: number[] = []
  for (let i = 0; i < tokens.length; i += 50) {
    statuses.push(...(await Promise.all(tokens.slice(i, i + 50).map(statusOf))))
  }
  return tokens.filter((_, i) => statuses[i] !== 401)
}

const replacePart = (index: number, part: string) => parts.with(index, part).join('.')

const segments = [
  ['header', 0],
  ['claims', 1],
  ['signature', 2],
] as const

test.each(segments)('a token with any one byte of its %s changed is refused', async (_, index) => {
  const bytes = Buffer.from(parts[index] ?? '', 'base64url')
  const changed = [...bytes.keys()].map((position) => {
    const copy = Buffer.from(bytes)
    copy[position] = (copy[position] ?? 0) ^ (1 << (position % 8))
    return replacePart(index, copy.toString('base64url'))
  })
  expect(await accepted(changed)).toEqual([])
})

test.each(segments)(
  'a token with any one character of its %s left out is refused',
  async (_, index) => {
    const part = parts[index] ?? ''
    const shorter = [...part].map((_, i) =>
      replacePart(index, part.slice(0, i) + part.slice(i + 1)),
    )
    expect(await accepted(shorter)).toEqual([])
  },
)

test('a token has one spelling', async () => {
  const signature = parts[2] ?? ''
  const bytes = Buffer.from(signature, 'base64url')
  const sameBytes = [...base64url]
    .map((letter) => signature.slice(0, -1) + letter)
    .filter((twin) => twin !== signature && Buffer.from(twin, 'base64url').equals(bytes))
  expect(sameBytes).toHaveLength(15)
  const signatures = [
    ...sameBytes,
    bytes.toString('base64'),
    ...['=', '==', '.', '%3D', '!', '\tA', ' A', 'A', 'AAAA'].map((more) => signature + more),
    ...[' ', '\t', '=', '.'].map(
      (between) => signature.slice(0, 40) + between + signature.slice(40),
    ),
  ]
  const spellings = signatures.map((twin) => replacePart(2, twin))
  expect(await accepted([...spellings, `.${token}`, `=${token}`, parts.join('..')])).toEqual([])
})

test('after all that the token itself is still good', async () => {
  expect(await statusOf(token)).toBe(200)
})
