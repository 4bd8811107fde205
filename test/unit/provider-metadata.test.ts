import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { KeptMetadata, MetadataFailure } from '@/lib/openid/provider-metadata'
import { startProvider, type TestProvider } from '@/test/support/openid-provider'

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider({ of: 'http://localhost:1', claimsIn: 'id_token' })
})
afterAll(() => provider.stop())
afterEach(() => {
  provider.behaviour = 'normal'
  provider.metadata = {}
})

/** Reached by a provider that hangs, and not on a busy machine. */
const limitMs = 60_000

const outcomeOf = (metadata: Promise<unknown>) =>
  metadata.then(
    () => 'accepted',
    (error) => (error instanceof MetadataFailure ? error.outcome : error),
  )

const anotherIssuer = { issuer: 'https://evil.example' }

test('metadata that change to those of another issuer are refused when they are read again', async () => {
  const kept = new KeptMetadata(provider.issuer, limitMs)
  expect((await kept.get(1_000, 0)).issuer).toBe(provider.issuer)
  provider.metadata = anotherIssuer
  expect(await outcomeOf(kept.get(1_000, 999))).toBe('accepted')
  expect(await outcomeOf(kept.get(1_000, 1_000))).toBe('provider_wrong')
  expect(await outcomeOf(kept.get(1_000, 1_001))).toBe('provider_wrong')
  provider.metadata = {}
  expect(await outcomeOf(kept.get(1_000, 1_002))).toBe('accepted')
})

test('another address of the keys counts when the metadata are read again, and not before', async () => {
  const kept = new KeptMetadata(provider.issuer, limitMs)
  const { jwks_uri: first } = await kept.get(1_000, 0)
  const moved = `${provider.issuer}/moved`
  provider.metadata = { jwks_uri: moved }
  expect((await kept.get(1_000, 999)).jwks_uri).toBe(first)
  expect((await kept.get(1_000, 1_000)).jwks_uri).toBe(moved)
})

test('an issuer that differs by a slash is another one', async () => {
  expect(await outcomeOf(new KeptMetadata(`${provider.issuer}/`, limitMs).get(1_000))).toBe(
    'provider_wrong',
  )
})

test.each(['hangs', 'stalls', 'drips'] as const)(
  'a provider that %s is away',
  async (behaviour) => {
    provider.behaviour = behaviour
    expect(await outcomeOf(new KeptMetadata(provider.issuer, 100).get(1_000))).toBe('provider_away')
  },
)

test.each([
  ['fails', 'provider_away'],
  ['talks rubbish', 'provider_wrong'],
] as const)('of a provider that %s, the outcome is %s', async (behaviour, outcome) => {
  provider.behaviour = behaviour
  expect(await outcomeOf(new KeptMetadata(provider.issuer, limitMs).get(1_000))).toBe(outcome)
})

test.each([
  ['no address of the keys', { jwks_uri: undefined }],
  ['an address that no browser can open', { authorization_endpoint: 'javascript:alert(1)' }],
  ['a list', { issuer: ['https://evil.example'] }],
])('metadata with %s are refused', async (_, change) => {
  provider.metadata = change
  expect(await outcomeOf(new KeptMetadata(provider.issuer, limitMs).get(1_000))).toBe(
    'provider_wrong',
  )
})

test('an address without metadata is that of no provider', async () => {
  const elsewhere = `${provider.issuer}/nowhere`
  expect(await outcomeOf(new KeptMetadata(elsewhere, limitMs).get(1_000))).toBe('provider_wrong')
})

test('callers that come at once ask the provider once', async () => {
  const kept = new KeptMetadata(provider.issuer, limitMs)
  const before = provider.asked.discovery
  await Promise.all(Array.from({ length: 20 }, () => kept.get(1_000)))
  expect(provider.asked.discovery).toBe(before + 1)
})
