import { afterAll, beforeAll, expect, test } from 'vitest'
import { KeptMetadata, MetadataFailure } from '@/lib/openid/provider-metadata'
import { startProvider, type TestProvider } from '@/test/support/openid-provider'

let provider: TestProvider
beforeAll(async () => {
  provider = await startProvider({ of: 'http://localhost:1', claimsIn: 'id_token' })
})
afterAll(() => provider.stop())

const outcomeOf = (metadata: Promise<unknown>) =>
  metadata.then(
    () => 'accepted',
    (error) => (error instanceof MetadataFailure ? error.outcome : error),
  )

test('metadata that change to those of another issuer are refused when they are read again', async () => {
  const kept = new KeptMetadata(provider.issuer)
  expect((await kept.get(1_000, 0)).issuer).toBe(provider.issuer)
  provider.behaviour = 'names another issuer'
  expect(await outcomeOf(kept.get(1_000, 999))).toBe('accepted')
  expect(await outcomeOf(kept.get(1_000, 1_000))).toBe('provider_wrong')
  expect(await outcomeOf(kept.get(1_000, 1_001))).toBe('provider_wrong')
  provider.behaviour = 'normal'
  expect(await outcomeOf(kept.get(1_000, 1_002))).toBe('accepted')
})

test('an issuer that differs by a slash is another one', async () => {
  expect(await outcomeOf(new KeptMetadata(`${provider.issuer}/`).get(1_000))).toBe('provider_wrong')
})

test('a provider that hangs or fails is away', async () => {
  for (const behaviour of ['hangs', 'fails'] as const) {
    provider.behaviour = behaviour
    expect(await outcomeOf(new KeptMetadata(provider.issuer, 100).get(1_000))).toBe('provider_away')
  }
  provider.behaviour = 'normal'
})
