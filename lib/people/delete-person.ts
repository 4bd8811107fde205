import type { Administrator } from '@/lib/audit/actor'
import { eraseFromLog } from '@/lib/audit/erase'
import { addActivity } from '@/lib/audit/record'
import { isLastOwner } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { administer } from '@/lib/people/administer'
import { revoking } from '@/verifier/revocations'

export type Deletion = 'deleted' | 'not_found' | 'last_owner'

interface Scope {
  /** Whether the person is also erased from the audit log, which is possible later too. */
  erase: boolean
}

/**
 * Deletes a user with API token and sessions, which every instance refuses when it returns. The
 * last owner is not deleted.
 */
export async function deletePerson(
  actor: Administrator,
  id: string,
  { erase }: Scope,
): Promise<Deletion> {
  const write = (transaction: Prisma.TransactionClient) =>
    erase ? removeAndErase(transaction, actor, id) : remove(transaction, actor, id)
  try {
    return await revoking(() => administer(actor, write))
  } catch (error) {
    if (isLastOwner(error)) return 'last_owner'
    throw error
  }
}

async function remove(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  id: string,
): Promise<Deletion> {
  const account = await deleteRow(transaction, id)
  if (!account) return 'not_found'
  await addActivity(actor, account, { action: 'account_deleted' }, transaction)
  return 'deleted'
}

async function removeAndErase(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  id: string,
): Promise<Deletion> {
  const deleted = await deleteRow(transaction, id)
  const pseudonym = await eraseFromLog(transaction, id, deleted?.email)
  if (pseudonym === null) {
    // Taken back as a whole: nobody is deleted without a row of the audit log.
    if (deleted) throw new Error('A deleted user could not be erased from the audit log')
    return 'not_found'
  }
  const account = { id, email: pseudonym }
  const unnamed = withoutOrigin(actor, id)
  if (deleted) await addActivity(unnamed, account, { action: 'account_deleted' }, transaction)
  await addActivity(unnamed, account, { action: 'account_erased' }, transaction)
  return 'deleted'
}

async function deleteRow(transaction: Prisma.TransactionClient, id: string) {
  const select = { id: true, email: true } as const
  const account = await transaction.user.findUnique({ where: { id }, select })
  if (account) await transaction.user.delete({ where: { id }, select: { id: true } })
  return account
}

/** Owners who erase themselves leave no address either. */
const withoutOrigin = (actor: Administrator, id: string): Administrator =>
  actor.kind === 'signed_in' && actor.principal.subject.id === id
    ? { ...actor, origin: { address: '', userAgent: '' } }
    : actor
