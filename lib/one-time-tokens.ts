import { createHash, randomBytes } from 'node:crypto'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'

/*
 * Random tokens that work once, until they expire: invitations, links to reset a password, the
 * second step of a sign-in, WebAuthn challenges. The database stores their digests only. Deleting
 * the row uses a token, so that one of several concurrent uses succeeds.
 */

export const purposes = [
  'invitation',
  'password_reset',
  'second_factor',
  'passkey_registration',
  'passkey_sign_in',
  'logout_token',
] as const

export type Purpose = (typeof purposes)[number]

export interface OneTimeTokenHolder {
  /** Null where the user was not known when the token was made. */
  userId: string | null
  /** The owner who has made it, if one has. */
  createdBy: string | null
  expiresAt: Date
}

interface NewOneTimeToken {
  purpose: Purpose
  userId?: string | null
  createdBy?: string | null
  ttlSeconds: number
}

/** @returns the token, of 256 random bits, and when it expires */
export async function makeOneTimeToken(
  { purpose, userId = null, createdBy = null, ttlSeconds }: NewOneTimeToken,
  database: Prisma.TransactionClient = db(),
  now = new Date(),
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + ttlSeconds * 1000)
  const data = { digest: digestOf(token), purpose, userId, createdBy, createdAt: now, expiresAt }
  await database.oneTimeToken.create({ data, select: { digest: true } })
  return { token, expiresAt }
}

/** Returns the holder of a token that can still be used, or null. The token stays usable. */
export const peekOneTimeToken = (
  token: string,
  purpose: Purpose,
  database: Prisma.TransactionClient = db(),
  now = new Date(),
): Promise<OneTimeTokenHolder | null> =>
  database.oneTimeToken.findFirst({
    where: { digest: digestOf(token), purpose, expiresAt: { gt: now } },
    select: { userId: true, createdBy: true, expiresAt: true },
  })

/**
 * Spends a token. Within a transaction, it is spent if the transaction commits.
 * @returns its holder, or null if it was used before, has expired or never existed
 */
export async function redeemOneTimeToken(
  token: string,
  purpose: Purpose,
  database: Prisma.TransactionClient = db(),
  now = new Date(),
): Promise<OneTimeTokenHolder | null> {
  const holder = await peekOneTimeToken(token, purpose, database, now)
  if (!holder) return null
  const { count } = await database.oneTimeToken.deleteMany({
    where: { digest: digestOf(token), purpose },
  })
  return count === 1 ? holder : null
}

/**
 * Remembers a token that somebody else has made, in the transaction that uses it.
 * @throws a unique violation if it is remembered already
 */
export async function rememberToken(
  { token, purpose, ttlSeconds }: { token: string; purpose: Purpose; ttlSeconds: number },
  database: Prisma.TransactionClient,
  now = new Date(),
): Promise<void> {
  const expiresAt = new Date(now.getTime() + ttlSeconds * 1000)
  const data = { digest: digestOf(token), purpose, createdAt: now, expiresAt }
  await database.oneTimeToken.create({ data, select: { digest: true } })
}

/** Ends the tokens of a user that serve a purpose. */
export async function endOneTimeTokens(
  userId: string,
  purpose: Purpose,
  database: Prisma.TransactionClient = db(),
): Promise<void> {
  await database.oneTimeToken.deleteMany({ where: { userId, purpose } })
}

export async function removeExpiredOneTimeTokens(now = new Date()): Promise<void> {
  await db().oneTimeToken.deleteMany({ where: { expiresAt: { lte: now } } })
}

const digestOf = (token: string) => createHash('sha256').update(token).digest('base64url')
