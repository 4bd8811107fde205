import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { tally } from '@/lib/metrics/tally'
import { makeOneTimeToken, peekOneTimeToken, redeemOneTimeToken } from '@/lib/one-time-tokens'
import { prepareCode, type RedeemCode } from '@/lib/second-factor/redeem-code'
import type { Device } from '@/lib/sign-in/device'
import { recordFailure } from '@/lib/sign-in/record-failure'
import { rememberSignIn } from '@/lib/sign-in/remember-sign-in'
import type { SignInTried } from '@/lib/sign-in/sign-in'
import { startSession } from '@/lib/sign-in/start-session'
import { limitSignIn } from '@/lib/sign-in/throttle'
import type { SessionPrincipal, Subject } from '@/shared/principal'

/*
 * The second step of a sign-in. The continue token says that the password was right; it works once,
 * for five minutes, and ends when the password changes. A wrong code does not use it up: wrong codes
 * are counted like wrong passwords.
 */

const purpose = 'second_factor'
const ttlSeconds = 300

/** Offers the second step to a user whose password was right. */
export async function offerStep({ id }: Subject): Promise<{ continueToken: string }> {
  const { token } = await makeOneTimeToken({ purpose, userId: id, ttlSeconds })
  return { continueToken: token }
}

interface StepInput {
  continueToken: string
  code: string
  /** The browser's device, by its cookie. */
  device: Device | null
}

/**
 * Starts the session for a code of the authenticator app or a recovery code, within the rate limits.
 * @returns `credentials_wrong` for a continue token that was used, has expired or never existed
 */
export async function continueSignIn(visitor: Visitor, input: StepInput): Promise<SignInTried> {
  const result = await tryToContinue(visitor, input)
  tally().signIns[result.outcome] += 1
  return result
}

async function tryToContinue(
  visitor: Visitor,
  { continueToken, code, device }: StepInput,
): Promise<SignInTried> {
  const subject = await findHolder(continueToken)
  if (!subject) return { outcome: 'credentials_wrong' }
  const { email } = subject
  const source = { address: visitor.origin.address, device }
  const tried = await limitSignIn(email, source, async () => {
    const redeemCode = await prepareCode(subject.id, code, new Date())
    return startIfRight(visitor, { subject, continueToken, redeemCode })
  })
  if ('limit' in tried) {
    if (tried.isCounted) await recordFailure(visitor, email, 'rate_limited')
    return { outcome: 'rate_limited', limit: tried.limit }
  }
  if (!tried.result) {
    await recordFailure(visitor, email, 'code_wrong')
    return { outcome: 'code_wrong' }
  }
  const known = await rememberSignIn(visitor, subject, device)
  return { outcome: 'signed_in', principal: tried.result, device: known }
}

async function findHolder(continueToken: string): Promise<Subject | null> {
  const holder = await peekOneTimeToken(continueToken, purpose)
  if (!holder?.userId) return null
  const select = { id: true, email: true, displayName: true }
  return db().user.findUnique({ where: { id: holder.userId }, select })
}

interface Step {
  subject: Subject
  continueToken: string
  redeemCode: RedeemCode
}

/** Uses the code and the token in the transaction that starts the session: all three, or none. */
const startIfRight = (
  visitor: Visitor,
  { subject, continueToken, redeemCode }: Step,
): Promise<SessionPrincipal | null> =>
  startSession({ visitor, subject, credential: 'password' }, async (transaction) => {
    if (!(await redeemOneTimeToken(continueToken, purpose, transaction))) return false
    const used = await redeemCode(transaction)
    if (used === 'recovery_code') await recordRecovery(transaction, visitor, subject)
    return used !== null
  })

const recordRecovery = (
  transaction: Prisma.TransactionClient,
  visitor: Visitor,
  subject: Subject,
) => addActivity(visitor, subject, { action: 'recovery_code_used' }, transaction)
