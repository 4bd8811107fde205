import { randomBytes, randomUUID } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { digestApiToken, hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { openSealed, seal } from '@/lib/tokens/sealed'
import { openClient } from '@/test/support/every-table'

/* Users with a token each, in the database of a running server, as if they had existed for long. */

/** @returns the API token secrets */
export async function addManyTokens(url: string, keys: Keys, count: number): Promise<string[]> {
  const client = openClient(url)
  const secrets = Array.from({ length: count }, () => makeApiTokenSecret(randomBytes))
  const users = secrets.map(() => ({
    id: randomUUID(),
    email: `${randomUUID()}@example.com`,
    passwordHash: '',
  }))
  const tokens = secrets.map(async (secret, i) => {
    const id = randomUUID()
    // Every other token is stored as an earlier version stored it.
    const secretFingerprint = i % 2 === 0 ? null : keys.fingerprint
    const sealed = await seal(secret, id, keys.seal)
    const digest = digestApiToken(secret, keys.digest)
    return {
      id,
      userId: users[i]?.id ?? '',
      name: 'old',
      digest,
      sealed,
      hint: hintOf(secret),
      secretFingerprint,
    }
  })
  await client.user.createMany({ data: users })
  await client.apiToken.createMany({ data: await Promise.all(tokens) })
  await client.$disconnect()
  return secrets
}

/** @returns the rows of all tokens and the installation, and the fingerprints of the master keys */
export async function tokensIn(url: string) {
  const client = openClient(url)
  try {
    return {
      tokens: await client.apiToken.findMany(),
      secrets: (await client.secret.findMany()).map(({ fingerprint }) => fingerprint),
      installation: await client.installation.findFirstOrThrow(),
    }
  } finally {
    await client.$disconnect()
  }
}

/**
 * Opens every sealed copy, as Copy does.
 * @returns the API token secrets that match their digests
 */
export async function openAll(url: string, keys: Keys): Promise<string[]> {
  const { tokens } = await tokensIn(url)
  const opened = tokens.map(async ({ id, sealed, digest }) => {
    const secret = await openSealed(sealed, id, keys.seal).catch(() => null)
    return secret !== null && digestApiToken(secret, keys.digest) === digest ? [secret] : []
  })
  return (await Promise.all(opened)).flat()
}
