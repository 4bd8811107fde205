import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deriveKeys, type Keys } from '@/lib/config/derived-keys'
import { digestApiToken, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { findProven } from '@/verifier/api-token-digests'
import type { FoundApiToken } from '@/verifier/store'

/*
 * A search in a database whose master key is rotated between any two queries, by a process that
 * knows of no rotation. In every interleaving a valid token is found and a deleted one is not.
 */

const secrets = Array.from({ length: 4 }, () => deriveKeys(randomBytes(32)))
const token = makeApiTokenSecret(randomBytes)
const found: FoundApiToken = {
  id: 'token',
  name: 'deploy',
  createdAt: new Date(0),
  user: { id: 'user', email: '', displayName: '' },
}
const digestUnder = (keys: Keys | undefined) => (keys ? digestApiToken(token, keys.digest) : '')

/**
 * Successive rotations: the next master key is admitted, the token moves to it, the old one is
 * removed.
 */
class World {
  #step = 0
  isDeleted = false

  advance(): void {
    if (this.#step < 3 * (secrets.length - 1)) this.#step += 1
  }

  /** The rotation in progress, and its phase. */
  get #at() {
    return { from: Math.floor(this.#step / 3), phase: this.#step % 3 }
  }

  get inUse(): Keys[] {
    const { from, phase } = this.#at
    return secrets.slice(from, from + (phase === 0 ? 1 : 2))
  }

  has(digest: string): boolean {
    const { from, phase } = this.#at
    return !this.isDeleted && digest === digestUnder(secrets[phase === 2 ? from + 1 : from])
  }
}

/**
 * @param steps the steps that the rotation takes before each query
 * @param isAsync as on PostgreSQL
 */
function search(world: World, steps: number[], known: Keys[], isAsync: boolean) {
  let look = 0
  const next = <T>(answer: () => T) => {
    for (let i = 0; i < (steps[look] ?? 0); i += 1) world.advance()
    look += 1
    return isAsync ? Promise.resolve(answer()) : answer()
  }
  const means = {
    store: {
      findApiToken: (digest: string) => next(() => (world.has(digest) ? found : null)),
      checkDigests: (digests: readonly string[]) =>
        next(() => ({
          isAbsent: !digests.some((digest) => world.has(digest)),
          secrets: world.inUse.map(({ fingerprint }) => fingerprint),
        })),
    },
    all: () => known,
    requireKeys: (fingerprint: string) =>
      secrets.find((keys) => keys.fingerprint === fingerprint) as Keys,
  }
  const [first] = known as [Keys]
  return findProven({ kind: 'api_token', token, keys: first, digest: digestUnder(first) }, means)
}

const steps = fc.array(fc.nat({ max: 4 }), { maxLength: 40 })
const known = fc.subarray(secrets, { minLength: 1, maxLength: 2 })

test('a valid token is found, however it moves between two looks', async () => {
  const property = fc.asyncProperty(steps, known, fc.boolean(), async (steps, known, isAsync) => {
    expect(await search(new World(), steps, known, isAsync)).toBe(found)
  })
  await fc.assert(property, { numRuns: 5_000 })
})

test('a deleted one is not found, and the search ends', async () => {
  const property = fc.asyncProperty(steps, known, fc.boolean(), async (steps, known, isAsync) => {
    const world = new World()
    world.isDeleted = true
    expect(await search(world, steps, known, isAsync)).toBeNull()
  })
  await fc.assert(property, { numRuns: 2_000 })
})

test('one of no rotation costs one look where it is there, and two where it is not', () => {
  const world = new World()
  let looks = 0
  const steps = new Proxy([], {
    get: () => {
      looks += 1
      return 0
    },
  }) as unknown as number[]
  expect(search(world, steps, secrets.slice(0, 1), false)).toBe(found)
  world.isDeleted = true
  expect([looks, search(world, steps, secrets.slice(0, 1), false), looks]).toEqual([1, null, 3])
})
