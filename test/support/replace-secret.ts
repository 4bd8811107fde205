import { randomBytes } from 'node:crypto'
import { makeApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { storedSecret } from '@/lib/tokens/stored-secret'
import { changeDatabase } from '@/test/support/database'
import { keysOf } from '@/test/support/jws'
import type { Installation } from '@/test/support/server'

/**
 * Replaces the first secret of a token straight in the database, at any time.
 * @param keepMs how long the first one is accepted from now on; negative: until then
 * @returns the current secret
 */
export async function replaceSecret(
  server: Installation,
  { id, keepMs }: { id: string; keepMs: number },
): Promise<string> {
  const secret = makeApiTokenSecret(randomBytes)
  const { digest, sealed, keyFingerprint } = await storedSecret(secret, id, keysOf(server.dataDir))
  await changeDatabase(
    server,
    `INSERT INTO "ApiTokenSecret" ("digest", "tokenId", "sealed", "keyFingerprint", "generation") VALUES (?, ?, ?, ?, 2)`,
    { parameters: [digest, id, sealed, keyFingerprint] },
  )
  const endsAt = new Date(Date.now() + keepMs).toISOString().replace('Z', '+00:00')
  await changeDatabase(
    server,
    `UPDATE "ApiToken" SET "secretGeneration" = 2, "previousEndsAt" = ? WHERE "id" = ?`,
    { parameters: [endsAt, id] },
  )
  return secret
}
