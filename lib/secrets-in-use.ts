import { isForeignKeyViolation } from '@/lib/db/errors'
import { lookups, type Survey } from '@/lib/db/lookups'
import { whenUnlocked } from '@/lib/db/when-unlocked'
import { secretMissing } from '@/lib/http/refusals'
import { keyring } from '@/lib/keyring'
import type { Keys } from '@/lib/keys'

/* Which of its secrets an installation stores API tokens under now, by the word of the database: docs/decisions/0021-rotation.md. */

/** @throws ProblemError where this process lacks one of them, and so can say of no token that there is none */
export const keysInUse = ({ secrets }: Pick<Survey, 'secrets'>): Keys[] => secrets.map(requireKeys)

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
  return keysInUse(await surveySecrets()).at(-1) ?? keyring().current
}

/** Which secrets tokens are stored under. */
export const surveySecrets = (): Promise<Survey> => whenUnlocked(() => lookups().survey([]))
