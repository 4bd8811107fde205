import { hash, verify } from '@node-rs/argon2'
import { z } from 'zod'
import { oncePerThread } from '@/lib/once-per-thread'

const minLength = 8
const maxLength = 1024

/** argon2id, 19 MiB, two passes: OWASP's first choice. The package's defaults are these; they are written out to stay. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A password that somebody chooses: any Unicode, taken exactly as it is. Length in code points. */
export const newPassword = z
  .string('Give a password.')
  .refine((text) => [...text].length >= minLength, `Use at least ${minLength} characters.`)
  .refine((text) => [...text].length <= maxLength, `Use at most ${maxLength} characters.`)
  .refine((text) => !/\p{Cs}/u.test(text), 'The text is not valid Unicode.')

/** A password that somebody presents. */
export const presentedPassword = z
  .string('Give a password.')
  .min(1, 'Give a password.')
  .max(4 * maxLength, 'The password is too long.')

/** @returns argon2id in PHC string format */
export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

/**
 * Checks a password. Without a hash, for an account that does not exist, it takes the same time and is wrong.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await decoy()), password)
  return matches && passwordHash !== null
}

/** A hash that no account has, made with the same parameters. */
const decoy = oncePerThread('decoy-password', () => hashPassword(crypto.randomUUID()))
