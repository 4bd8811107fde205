import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { administer } from '@/lib/people/administer'
import {
  currentSecret,
  detailOf,
  newApiToken,
  openSecret,
  toRow,
  withServices,
} from '@/lib/tokens/api-token'
import { storingUnder } from '@/lib/tokens/keys-in-use'
import {
  storeTokenChange,
  type TokenChange,
  type TokenChangeResult,
} from '@/lib/tokens/store-change'
import type { ApiTokenRow, NewApiToken } from '@/shared/api-token-row'
import { revoking } from '@/verifier/revocations'

/*
 * The API token of another user. Owners make, change, copy and delete the token of a machine. They
 * may see and delete the token of a person, but never make or read it, because it would let them
 * act as that person. The services that accept it are the person's choice as well.
 */

/** Returns the token of a user, without its secret, or null without one. */
export async function getTokenOf(userId: string): Promise<ApiTokenRow | null> {
  const include = { user: true, ...withServices }
  const token = await db().apiToken.findUnique({ where: { userId }, include })
  return token && toRow(token, token.user)
}

export type MachineTokenResult =
  | { outcome: 'created'; token: NewApiToken }
  | { outcome: 'not_found' | 'person' | 'token_exists' }

/** Makes the token of a machine. */
export async function createMachineToken(
  actor: Administrator,
  userId: string,
  name: string,
): Promise<MachineTokenResult> {
  try {
    return await storingUnder((keys) =>
      administer(actor, async (transaction) => {
        const machine = await getHolder(transaction, userId)
        if (!machine) return { outcome: 'not_found' }
        if (machine.kind !== 'machine') return { outcome: 'person' }
        const { data, toNewToken } = await newApiToken(machine, name, keys)
        const stored = await transaction.apiToken.create({ data })
        const event = { action: 'token_created', detail: detailOf(data) } as const
        await addActivity(actor, machine, event, transaction)
        return { outcome: 'created', token: toNewToken(stored) }
      }),
    )
  } catch (error) {
    if (isUniqueViolation(error)) return { outcome: 'token_exists' }
    throw error
  }
}

export type MachineSecretResult =
  | { outcome: 'copied'; token: string }
  | { outcome: 'not_found' | 'person' }

/** Decrypts the token of a machine again, and records that in the audit log. */
export const copyMachineToken = (
  actor: Administrator,
  userId: string,
): Promise<MachineSecretResult> =>
  administer(actor, async (transaction) => {
    const machine = await getHolder(transaction, userId)
    if (machine && machine.kind !== 'machine') return { outcome: 'person' }
    const token = await transaction.apiToken.findUnique({
      where: { userId },
      select: { id: true, name: true, secrets: currentSecret },
    })
    const [stored] = token?.secrets ?? []
    if (!machine || !token || !stored) return { outcome: 'not_found' }
    const secret = await openSecret(stored)
    const event = { action: 'token_copied', detail: detailOf(token) } as const
    await addActivity(actor, machine, event, transaction)
    return { outcome: 'copied', token: secret }
  })

export type MachineTokenChangeResult = TokenChangeResult | { outcome: 'person' }

/**
 * Changes the token of a machine: its name, or the services that accept it. When it returns, no
 * instance answers by the previous state.
 */
export const changeMachineToken = (
  actor: Administrator,
  userId: string,
  change: TokenChange,
): Promise<MachineTokenChangeResult> =>
  revoking(() =>
    administer(actor, async (transaction) => {
      const machine = await getHolder(transaction, userId)
      if (!machine) return { outcome: 'not_found' }
      if (machine.kind !== 'machine') return { outcome: 'person' }
      return storeTokenChange(transaction, actor, machine, { userId }, change)
    }),
  )

/**
 * Deletes the token of a user, which every instance refuses when it returns.
 * @returns whether there was one
 */
export const deleteTokenOf = (actor: Administrator, userId: string): Promise<boolean> =>
  revoking(() =>
    administer(actor, async (transaction) => {
      const holder = await getHolder(transaction, userId)
      const token = await transaction.apiToken.findUnique({
        where: { userId },
        select: { id: true, name: true },
      })
      if (!holder || !token) return false
      const { count } = await transaction.apiToken.deleteMany({ where: { id: token.id } })
      if (count === 0) return false
      const event = { action: 'token_deleted', detail: detailOf(token) } as const
      await addActivity(actor, holder, event, transaction)
      return true
    }),
  )

/** Returns whose token it is, or null without such a user. */
export const getHolder = (transaction: Prisma.TransactionClient, id: string) =>
  transaction.user.findUnique({
    where: { id },
    select: { id: true, email: true, displayName: true, kind: true },
  })
