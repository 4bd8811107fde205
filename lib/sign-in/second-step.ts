import { lockUser } from '@/lib/accounts/lock-user'
import type { Visitor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { consume } from '@/lib/limits/counters'
import { tally } from '@/lib/metrics/tally'
import { makeOneTimeToken, peekOneTimeToken, redeemOneTimeToken } from '@/lib/one-time-tokens'
import { prepareCode, type RedeemCode } from '@/lib/second-factor/redeem-code'
import type { Device } from '@/lib/sign-in/device'
import { recordFailure } from '@/lib/sign-in/record-failure'
import type { SignInResult, SignInTried } from '@/lib/sign-in/sign-in'
import { type Started, startSession } from '@/lib/sign-in/start-session'
import { limitSignIn } from '@/lib/sign-in/throttle'
import type { Subject } from '@/shared/principal'

/*
 * The second step of a sign-in. The continue token says that the password was right; it works once,
 * for five minutes, and ends when the password changes. A wrong code does not use it up, but ten
 * do: a holder of it could otherwise send codes from any number of addresses. Wrong codes are also
 * counted like wrong passwords, and per account for a day.
 */

const purpose = 'second_factor'
const ttlSeconds = 300

/**
 * Offers the second step to a user whose password was right.
 * @param passwordHash the hash that the password fitted
 * @returns null when the password was changed meanwhile
 */
export const offerStep = (
  userId: string,
  passwordHash: string,
): Promise<{ continueToken: string } | null> =>
  db().$transaction(async (transaction) => {
    // A password change meanwhile has ended the second steps of the old password.
    if (!(await lockUser(transaction, { id: userId, passwordHash }))) return null
    const { token } = await makeOneTimeToken({ purpose, userId, ttlSeconds }, transaction)
    return { continueToken: token }
  })

interface StepInput {
  continueToken: string
  code: string
  /** The browser's device, by its cookie. */
  device: Device | null
}

/**
 * Starts the session for a code of the authenticator app or a recovery code, within the rate
 * limits.
 * @returns `credentials_wrong` for a continue token that was used, has ended or never existed
 */
export async function continueSignIn(
  visitor: Visitor,
  input: StepInput,
  now = new Date(),
): Promise<SignInResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const result = await tryToContinue(visitor, input, now)
  tally().signIns[result.outcome] += 1
  return result
}

async function tryToContinue(
  visitor: Visitor,
  { continueToken, code, device }: StepInput,
  now: Date,
): Promise<SignInTried> {
  const subject = await findHolder(continueToken)
  if (!subject) return { outcome: 'credentials_wrong' }
  const { email } = subject
  if (await consume('continue-token', [continueToken])) {
    await redeemOneTimeToken(continueToken, purpose)
    return { outcome: 'credentials_wrong' }
  }
  const source = { address: visitor.origin.address, device }
  const tried = await limitSignIn({ account: email, source, step: 'code' }, async () => {
    const redeemCode = await prepareCode(subject.id, code, now)
    return startIfRight(visitor, { subject, continueToken, redeemCode, device })
  })
  if ('limit' in tried) {
    if (tried.isCounted) await recordFailure(visitor, email, 'rate_limited')
    return { outcome: 'rate_limited', limit: tried.limit }
  }
  if (!tried.result) {
    await recordFailure(visitor, email, 'code_wrong')
    return { outcome: 'code_wrong' }
  }
  return { outcome: 'signed_in', ...tried.result }
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
  device: Device | null
}

/** Uses the code and the token in the transaction that starts the session: all three, or none. */
const startIfRight = (
  visitor: Visitor,
  { subject, continueToken, redeemCode, device }: Step,
): Promise<Started | null> =>
  startSession({ visitor, subject, credential: 'password', device }, async (transaction) => {
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
