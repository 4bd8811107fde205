import { verifyPassword } from '@/lib/accounts/password'
import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Limit } from '@/lib/http/rate-limited'
import { scrub } from '@/lib/log/redact'
import { tally } from '@/lib/metrics/tally'
import type { Device } from '@/lib/sign-in/device'
import { rememberSource } from '@/lib/sign-in/known-sources'
import { startSession } from '@/lib/sign-in/start-session'
import { limitSignIn } from '@/lib/sign-in/throttle'
import type { ActivityDetail } from '@/shared/audit-event'
import type { SessionPrincipal } from '@/shared/principal'

interface SignInInput {
  /**
   * In the form of an email address. Other input, such as a password in the wrong field, does not
   * get here.
   */
  email: string
  password: string
  /** The browser's device, by its cookie. */
  device: Device | null
}

type SignInTried =
  /** `device` is what the browser has to keep. */
  | { outcome: 'signed_in'; principal: SessionPrincipal; device: Device | null }
  | { outcome: 'credentials_wrong' }
  | { outcome: 'rate_limited'; limit: Limit }

export type SignInResult = SignInTried | { outcome: 'passwords_off' }

/**
 * Starts a session for a correct password, within the rate limits. An unknown address and a wrong
 * password take the same time, count the same and get the same result.
 */
export async function signIn(visitor: Visitor, input: SignInInput): Promise<SignInResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const result = await tryToSignIn(visitor, input)
  tally().signIns[result.outcome] += 1
  return result
}

async function tryToSignIn(visitor: Visitor, input: SignInInput): Promise<SignInTried> {
  const { email, device } = input
  const source = { address: visitor.origin.address, device }
  const tried = await limitSignIn(email, source, () => startIfCorrect(visitor, input))
  if ('limit' in tried) {
    if (tried.isCounted) await recordFailure(visitor, email, 'rate_limited')
    return { outcome: 'rate_limited', limit: tried.limit }
  }
  if (!tried.result) {
    await recordFailure(visitor, email, 'credentials_wrong')
    return { outcome: 'credentials_wrong' }
  }
  const known = await rememberSource(email, source)
  return { outcome: 'signed_in', principal: tried.result, device: known }
}

async function startIfCorrect(
  visitor: Visitor,
  { email, password }: SignInInput,
): Promise<SessionPrincipal | null> {
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, email: true, displayName: true, passwordHash: true },
  })
  const correct = await verifyPassword(password, user?.passwordHash ?? null)
  if (!user || !correct) return null
  const { passwordHash, ...subject } = user
  return startSession({ visitor, subject, credential: 'password' }, (transaction) =>
    isUnchanged(transaction, subject.id, passwordHash),
  )
}

/**
 * Whether the user still has the hash that was verified: a password change meanwhile has ended
 * every session of the old password, including this one. The update locks the user's row.
 */
async function isUnchanged(
  transaction: Prisma.TransactionClient,
  id: string,
  passwordHash: string,
): Promise<boolean> {
  const where = { id, passwordHash }
  const { count } = await transaction.user.updateMany({ where, data: { passwordHash } })
  return count === 1
}

/**
 * Records a failed sign-in in the audit log, with the same two statements whether or not the
 * account exists.
 */
async function recordFailure(
  visitor: Visitor,
  email: string,
  reason: NonNullable<ActivityDetail['reason']>,
): Promise<void> {
  const user = await db().user.findUnique({ where: { email }, select: { id: true } })
  const account = user ? { id: user.id, email } : { id: null, email: scrub(email) }
  await addActivity(visitor, account, { action: 'sign_in_failed', detail: { reason } })
}
