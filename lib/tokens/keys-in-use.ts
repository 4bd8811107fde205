import type { Keys } from '@/lib/config/derived-keys'
import { keyring } from '@/lib/config/keyring'
import { whileRowsExist } from '@/lib/db/errors'
import { secretMissing } from '@/lib/http/refusals'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { store } from '@/verifier/store'

/*
 * The master keys under which the installation currently stores API tokens, according to the
 * database: docs/decisions/0021-rotation.md.
 */

/**
 * Returns the keys derived from a master key.
 * @param fingerprint of the master key
 * @throws ProblemError when this process does not have it
 */
export function requireKeys(fingerprint: string): Keys {
  const found = keyring().get(fingerprint)
  if (found) return found
  throw secretMissing()
}

/** From now on, writes with the newer of the two master keys, if there are two. */
export async function chooseKeys(): Promise<void> {
  keyring().writeWith(await newestKeys())
}

/**
 * Stores something under the newest master key, and once more if that key was taken out of use
 * meanwhile.
 */
export const storingUnder = <T>(write: (keys: Keys) => Promise<T>): Promise<T> =>
  whileRowsExist(async () => write(await newestKeys()))

async function newestKeys(): Promise<Keys> {
  return (await readKeysInUse()).map(requireKeys).at(-1) ?? keyring().current
}

/** Returns the fingerprints of the master keys in use, the older first. */
export const readKeysInUse = async (): Promise<string[]> => whenUnlocked(() => store().keysInUse())
