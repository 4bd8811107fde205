import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { Piscina } from 'piscina'
import type { HashTask, VerifyTask } from '@/lib/accounts/password-worker'
import { oncePerProcess } from '@/lib/once-per-process'
import { toOpaqueString } from '@/shared/password-policy'

/**
 * argon2id with 19 MiB and two passes, OWASP's first recommendation. These are the package's
 * defaults, written out so that they stay the same.
 */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** How long an idle thread is kept, in ms. */
const idleTimeoutMs = 10_000

/**
 * Hashing has threads of its own, with a lower priority. In the thread pool that Node shares among
 * signatures, files and name look-ups, four sign-ins would block all of those.
 */
const pool = oncePerProcess(
  'password-pool',
  () =>
    new Piscina<HashTask | VerifyTask, string | boolean>({
      filename: resolve('dist/password-worker.mjs'),
      minThreads: 0,
      maxThreads: Math.min(4, Math.max(1, availableParallelism() - 1)),
      idleTimeout: idleTimeoutMs,
      concurrentTasksPerWorker: 1,
    }),
)

/** @returns an argon2id hash in PHC string format */
export function hashPassword(password: string): Promise<string> {
  const task: HashTask = { password: toOpaqueString(password), parameters }
  return pool().run(task, { name: 'hash' }) as Promise<string>
}

/**
 * Verifies a password.
 * @param passwordHash null for an account that does not exist: the check takes the same time and
 * returns false
 */
export async function verifyPassword(
  password: string,
  passwordHash: string | null,
): Promise<boolean> {
  // Created before the first check: otherwise the timing of the first attempt after a start would
  // reveal whether the account exists.
  const decoyHash = await decoy()
  for (const spelling of spellingsOf(password)) {
    const task: VerifyTask = { passwordHash: passwordHash || decoyHash, password: spelling }
    if (await pool().run(task, { name: 'verify' })) return Boolean(passwordHash)
  }
  return false
}

/**
 * The spelling that is hashed, and the one that was typed, from which older hashes were made. The
 * two are usually equal.
 */
const spellingsOf = (password: string) => new Set([toOpaqueString(password), password])

/** A hash that belongs to no account, made with the same parameters. */
const decoy = oncePerProcess('decoy-password', () => hashPassword(crypto.randomUUID()))
