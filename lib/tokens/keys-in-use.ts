import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import { isForeignKeyViolation } from '@/lib/db/errors'
import { secretMissing } from '@/lib/http/refusals'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { type DigestCheck, store } from '@/verifier/store'

/* Which of its secrets an installation stores API tokens under now, by the word of the database: docs/decisions/0021-rotation.md. */

/** @throws ProblemError where this process lacks one of them, and so can say of no token that there is none */
export const keysInUse = ({ secrets }: Pick<DigestCheck, 'secrets'>): Keys[] =>
  secrets.map(requireKeys)

/** The keys of a secret. @throws ProblemError where this process does not have it */
export function requireKeys(fingerprint: string): Keys {
  const found = keyring().get(fingerprint)
  if (found) return found
  throw secretMissing()
}

/** Writes with the newer of the two secrets, where there are two, from now on. */
export async function chooseKeys(): Promise<void> {
  keyring().writeWith(await newestKeys())
}

/** Has something stored under the newest secret: once more, where that has been taken out of use meanwhile. */
export async function storingUnder<T>(store: (keys: Keys) => Promise<T>): Promise<T> {
  try {
    return await store(await newestKeys())
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    return store(await newestKeys())
  }
}

async function newestKeys(): Promise<Keys> {
  return keysInUse(await readKeysInUse()).at(-1) ?? keyring().current
}

/** Which secrets tokens are stored under. */
export const readKeysInUse = (): Promise<DigestCheck> =>
  whenUnlocked(() => store().checkDigests([]))
