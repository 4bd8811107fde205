import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { type FoundStep, findStep } from '@/lib/second-factor/authenticator-app'
import { redeemRecoveryCode } from '@/lib/second-factor/recovery-codes'

/*
 * The second step of a sign-in. A code of the app is used by raising `lastStep` to its time step,
 * in an update that requires it to be lower; a recovery code by deleting its row. Each of them
 * therefore works once, whatever is sent at the same time.
 */

/** Uses the code in a transaction, and returns which it was; null for a wrong or used one. */
export type RedeemCode = (
  transaction: Prisma.TransactionClient,
) => Promise<'totp' | 'recovery_code' | null>

/** Reads and decrypts before the transaction what the code is compared with. */
export async function prepareCode(userId: string, code: string, now: Date): Promise<RedeemCode> {
  const found = await findStep(userId, code.replace(/\s/g, ''), now)
  return async (transaction) => {
    if (found && (await spendStep(transaction, userId, found))) return 'totp'
    return (await redeemRecoveryCode(transaction, userId, code)) ? 'recovery_code' : null
  }
}

async function spendStep(
  transaction: Prisma.TransactionClient,
  userId: string,
  { createdAt, step }: FoundStep,
): Promise<boolean> {
  const { count } = await transaction.authenticatorApp.updateMany({
    where: { userId, createdAt, confirmedAt: { not: null }, lastStep: { lt: step } },
    data: { lastStep: step },
  })
  return count === 1
}
