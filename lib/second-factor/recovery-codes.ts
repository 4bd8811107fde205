import { randomBytes } from 'node:crypto'
import type { SignedInActor } from '@/lib/audit/actor'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { changeFactor } from '@/lib/second-factor/change-factor'
import { digestRecoveryCode, makeRecoveryCodes } from '@/lib/second-factor/recovery-code'

/* The recovery codes of a user who has a second factor. New ones replace those before. */

/**
 * @returns the new codes, or null for a user without a second factor
 * @throws SessionOver
 */
export function renewRecoveryCodes(actor: SignedInActor): Promise<string[] | null> {
  const userId = actor.principal.subject.id
  return changeFactor(
    actor,
    async (transaction) =>
      (await hasSecondFactor(transaction, userId))
        ? storeNewRecoveryCodes(transaction, userId)
        : null,
    () => ({ action: 'recovery_codes_made' }),
  )
}

export async function storeNewRecoveryCodes(
  transaction: Prisma.TransactionClient,
  userId: string,
): Promise<string[]> {
  const codes = makeRecoveryCodes(randomBytes)
  await transaction.recoveryCode.deleteMany({ where: { userId } })
  await transaction.recoveryCode.createMany({
    data: codes.map((code) => ({ digest: digestRecoveryCode(code), userId })),
  })
  return codes
}

/**
 * Uses a recovery code.
 * @returns false for one that was used, or that the user never had
 */
export async function redeemRecoveryCode(
  transaction: Prisma.TransactionClient,
  userId: string,
  code: string,
): Promise<boolean> {
  const where = { digest: digestRecoveryCode(code), userId }
  return (await transaction.recoveryCode.deleteMany({ where })).count === 1
}

/** Removes the codes of a user who has removed the last second factor. */
export async function endIdleRecoveryCodes(
  transaction: Prisma.TransactionClient,
  userId: string,
): Promise<void> {
  if (await hasSecondFactor(transaction, userId)) return
  await transaction.recoveryCode.deleteMany({ where: { userId } })
}

async function hasSecondFactor(
  transaction: Prisma.TransactionClient,
  userId: string,
): Promise<boolean> {
  const where = { userId, confirmedAt: { not: null } }
  if ((await transaction.authenticatorApp.count({ where })) > 0) return true
  return (await transaction.passkey.count({ where: { userId } })) > 0
}
