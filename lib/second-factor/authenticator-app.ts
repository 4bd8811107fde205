import { randomBytes } from 'node:crypto'
import type { SignedInActor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import { changeFactor } from '@/lib/second-factor/change-factor'
import { endIdleRecoveryCodes, storeNewRecoveryCodes } from '@/lib/second-factor/recovery-codes'
import { openSecret, type SealedSecret, sealSecret } from '@/lib/second-factor/sealed-secret'
import { keyUri, secretBytes, stepOf, toBase32 } from '@/lib/second-factor/totp'
import { lockSessionIn, whileSessionLives } from '@/lib/sessions/lock-session'
import { requireKeys, storingUnder } from '@/lib/tokens/keys-in-use'

/*
 * The authenticator app of a user: docs/decisions/0031-second-factor.md. Its row is without effect
 * until a code has confirmed it. `createdAt` tells one app of a user from the next: a rotation of
 * the master key encrypts the secret anew and does not change it.
 */

const issuer = 'Jeton'

/** The secret that the user enters into the app. */
export interface NewSecret {
  /** Base32. */
  secret: string
  uri: string
}

/**
 * Begins to set up an app, and discards one that was begun before.
 * @returns null when the user has a confirmed app
 * @throws SessionOver
 */
export async function beginAuthenticatorApp(actor: SignedInActor): Promise<NewSecret | null> {
  const { id: userId, email } = actor.principal.subject
  const bytes = randomBytes(secretBytes)
  try {
    await storingUnder(async (keys) => storeApp(actor, await sealSecret(bytes, userId, keys)))
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
  const secret = toBase32(bytes)
  return { secret, uri: keyUri(secret, { issuer, account: email }) }
}

const storeApp = (actor: SignedInActor, sealed: SealedSecret) =>
  whileSessionLives(() =>
    db().$transaction(async (transaction) => {
      const userId = actor.principal.subject.id
      await transaction.authenticatorApp.deleteMany({ where: { userId, confirmedAt: null } })
      await transaction.authenticatorApp.create({
        data: { userId, ...sealed },
        select: { userId: true },
      })
      await lockSessionIn(transaction, actor)
    }),
  )

/**
 * Turns the app on that was begun, by one of its codes, which is used up by it.
 * @returns the user's recovery codes, or null for a wrong code
 * @throws SessionOver
 */
export async function confirmAuthenticatorApp(
  actor: SignedInActor,
  code: string,
  now = new Date(),
): Promise<string[] | null> {
  const userId = actor.principal.subject.id
  const found = await findStep(userId, code, now)
  if (!found || found.isOn) return null
  return changeFactor(
    actor,
    async (transaction) => {
      const { count } = await transaction.authenticatorApp.updateMany({
        where: { userId, createdAt: found.createdAt, confirmedAt: null },
        data: { confirmedAt: now, lastStep: found.step },
      })
      return count === 0 ? null : storeNewRecoveryCodes(transaction, userId)
    },
    () => ({ action: 'second_factor_added' }),
  )
}

/** The app of a user, and the time step whose code was given. */
export interface FoundStep {
  createdAt: Date
  isOn: boolean
  step: number
}

/** @returns null when the user has no app, or the code is none of its present ones */
export async function findStep(userId: string, code: string, now: Date): Promise<FoundStep | null> {
  const app = await db().authenticatorApp.findUnique({ where: { userId } })
  const secret = app && (await openSecret(app, userId, requireKeys(app.keyFingerprint)))
  const step = secret && stepOf(secret, code, now)
  return app && step ? { createdAt: app.createdAt, isOn: app.confirmedAt !== null, step } : null
}

/**
 * Removes the user's app.
 * @returns whether there was one
 * @throws SessionOver
 */
export async function removeAuthenticatorApp(actor: SignedInActor): Promise<boolean> {
  const userId = actor.principal.subject.id
  const removed = await changeFactor(
    actor,
    async (transaction) => {
      const where = { userId, confirmedAt: { not: null } }
      const { count } = await transaction.authenticatorApp.deleteMany({ where })
      if (count === 0) return null
      await endIdleRecoveryCodes(transaction, userId)
      return count
    },
    () => ({ action: 'second_factor_removed' }),
  )
  return removed !== null
}
