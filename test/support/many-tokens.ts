import { randomBytes, randomUUID } from 'node:crypto'
import type { Keys } from '@/lib/config/derived-keys'
import { hintOf, makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { openStoredSecret, storedSecret } from '@/lib/tokens/stored-secret'
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
  const tokens = secrets.map((secret, i) => ({
    id: randomUUID(),
    userId: users[i]?.id ?? '',
    name: 'old',
    hint: hintOf(secret),
  }))
  const stored = tokens.map(async ({ id }, i) => ({
    ...(await storedSecret(secrets[i] ?? '', id, keys)),
    tokenId: id,
  }))
  await client.user.createMany({ data: users })
  await client.apiToken.createMany({ data: tokens })
  await client.apiTokenSecret.createMany({ data: await Promise.all(stored) })
  await client.$disconnect()
  return secrets
}

/**
 * @returns what is stored of all tokens, the installation, and the fingerprints of the master keys
 */
export async function tokensIn(url: string) {
  const client = openClient(url)
  try {
    return {
      stored: await client.apiTokenSecret.findMany(),
      secrets: (await client.secret.findMany()).map(({ fingerprint }) => fingerprint),
      installation: await client.installation.findFirstOrThrow(),
    }
  } finally {
    await client.$disconnect()
  }
}

/**
 * Opens everything that is stored under a master key, as Copy does.
 * @returns the API token secrets that match their digests
 */
export async function openAll(url: string, keys: Keys): Promise<string[]> {
  const { stored } = await tokensIn(url)
  const opened = stored.map((row) => openStoredSecret(row, row.tokenId, keys))
  return (await Promise.all(opened)).filter((secret) => secret !== null)
}
