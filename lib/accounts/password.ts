import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { Piscina } from 'piscina'
import type { HashTask, VerifyTask } from '@/lib/accounts/password-worker'
import { oncePerProcess } from '@/lib/once-per-process'
import { toOpaqueString } from '@/shared/opaque-string'

/** argon2id, 19 MiB, two passes: OWASP's first choice. The package's defaults are these; they are written out to stay. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** How long an idle thread stays, in ms. */
const idleTimeoutMs = 10_000

/**
 * Hashing has threads of its own, with a lower priority. On the threads that Node shares among signatures, files and name look-ups, four
 * sign-ins would keep all of those waiting.
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

/** @returns argon2id in PHC string format */
export function hashPassword(password: string): Promise<string> {
  const task: HashTask = { password: toOpaqueString(password), parameters }
  return pool().run(task, { name: 'hash' }) as Promise<string>
}

/**
 * Checks a password. Without a hash, for an account that does not exist, it takes the same time and is wrong.
 */
export async function verifyPassword(
  password: string,
  passwordHash: string | null,
): Promise<boolean> {
  // Made before either is checked: the first try after a start would be told by it.
  const decoyHash = await decoy()
  for (const spelling of spellingsOf(password)) {
    const task: VerifyTask = { passwordHash: passwordHash ?? decoyHash, password: spelling }
    if (await pool().run(task, { name: 'verify' })) return passwordHash !== null
  }
  return false
}

/** As it is hashed, and as it was typed: hashes from before were made of that. Mostly the two are one. */
const spellingsOf = (password: string) => new Set([toOpaqueString(password), password])

/** A hash that no account has, made with the same parameters. */
const decoy = oncePerProcess('decoy-password', () => hashPassword(crypto.randomUUID()))
