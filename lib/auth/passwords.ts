import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { oncePerThread } from '@/lib/once-per-thread'
import { Turnstile } from '@/lib/turnstile'

/** argon2id, 19 MiB, two passes: OWASP's first choice. The package's defaults are these; they are written out to stay. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A core is left to verification, however many sign in at once. */
const turnstile = oncePerThread('passwords', () => new Turnstile(Math.max(1, availableParallelism() - 1)))

const inTurn = <T>(work: () => Promise<T>): Promise<T> => turnstile().pass('argon2', work)

/** @returns argon2id in PHC string format */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, parameters))
}

/**
 * Checks a password. Without a hash, for an account that does not exist, it takes the same time and is wrong.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  // Made before either is checked: the first try after a start would be told by it.
  const decoyHash = await decoy()
  const matches = await inTurn(() => verify(passwordHash ?? decoyHash, password))
  return matches && passwordHash !== null
}

/** A hash that no account has, made with the same parameters. */
const decoy = oncePerThread('decoy-password', () => hashPassword(crypto.randomUUID()))
