import { endPasswordTokens } from '@/lib/accounts/end-password-tokens'
import { lockUser } from '@/lib/accounts/lock-user'
import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { isLastOwner, isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { notify } from '@/lib/mail/notify'
import { endOneTimeTokens } from '@/lib/one-time-tokens'
import { administer } from '@/lib/people/administer'
import { noteCreated, setOwnerGroups } from '@/lib/people/groups'
import { requirePerson } from '@/lib/people/person'
import { setDisabled } from '@/lib/people/set-disabled'
import type { Setting } from '@/shared/audit-event'
import type { PersonRow, Role } from '@/shared/person-row'
import { revoking } from '@/verifier/revocations'

export interface PersonChange {
  role?: Role | undefined
  disabled?: boolean | undefined
  /** The groups that owners have put the user into. */
  groups?: string[] | undefined
  displayName?: string | undefined
  email?: string | undefined
}

export type PersonChangeResult =
  /** `movedFrom`: the previous address, where it has changed. */
  | { outcome: 'changed'; person: PersonRow; movedFrom: string | null }
  /**
   * `machine`: a machine is no owner, and has no address of its own; `person`: a person has not the
   * role of a service.
   */
  | { outcome: 'not_found' | 'machine' | 'person' | 'last_owner' | 'email_taken' }

/**
 * Changes a user. Of a disabled user, every instance refuses the token and the sessions when it
 * returns. The last owner stays an enabled owner, which the database guarantees.
 */
export async function changePerson(
  actor: Administrator,
  id: string,
  change: PersonChange,
): Promise<PersonChangeResult> {
  const write = (transaction: Prisma.TransactionClient) => store(transaction, actor, id, change)
  try {
    const result = await revoking(() => administer(actor, write))
    if (result.outcome === 'changed' && result.movedFrom !== null)
      notify(actor, { id, email: result.movedFrom }, 'email_changed')
    return result
  } catch (error) {
    if (isLastOwner(error)) return { outcome: 'last_owner' }
    if (isUniqueViolation(error)) return { outcome: 'email_taken' }
    throw error
  }
}

async function store(
  transaction: Prisma.TransactionClient,
  actor: Administrator,
  id: string,
  change: PersonChange,
): Promise<PersonChangeResult> {
  const select = { id: true, email: true, displayName: true, role: true, kind: true } as const
  await lockUser(transaction, { id })
  const user = await transaction.user.findUnique({ where: { id }, select })
  if (!user) return { outcome: 'not_found' }
  const { disabled, groups, email, role } = change
  if (user.kind === 'machine' && (email !== undefined || role === 'owner'))
    return { outcome: 'machine' }
  if (user.kind === 'person' && role === 'service') return { outcome: 'person' }
  const settings = await storeSettings(transaction, user, change)
  const regrouped = groups && (await setOwnerGroups(transaction, id, groups))
  if (regrouped) await noteCreated(transaction, actor, regrouped)
  // Links to an earlier address do not work for the new one. A disabled user has lost the sessions,
  // and with them what leads to one; an invitation works again for a user who is enabled.
  const isMoved = settings.includes('email')
  if (isMoved) await endOneTimeTokens(id, 'invitation', transaction)
  if (isMoved || disabled) await endPasswordTokens(id, transaction)
  const detail = { settings: [...settings, ...(regrouped?.isChanged ? (['groups'] as const) : [])] }
  if (detail.settings.length > 0)
    await addActivity(actor, user, { action: 'user_changed', detail }, transaction)
  if (disabled !== undefined) await setDisabled(transaction, actor, user, disabled)
  const person = await requirePerson(id, transaction)
  return { outcome: 'changed', person, movedFrom: isMoved ? user.email : null }
}

/** @returns what differs from before */
async function storeSettings(
  transaction: Prisma.TransactionClient,
  user: { id: string; email: string; displayName: string; role: string },
  { displayName, email, role }: PersonChange,
): Promise<Setting[]> {
  const data = {
    ...(displayName !== undefined && displayName !== user.displayName && { displayName }),
    ...(email !== undefined && email !== user.email && { email }),
    ...(role !== undefined && role !== user.role && { role }),
  }
  const changed = Object.keys(data) as (keyof typeof data)[]
  if (changed.length > 0)
    await transaction.user.update({ where: { id: user.id }, data, select: { id: true } })
  return changed.map((name) => settingOf[name])
}

const settingOf = { displayName: 'display_name', email: 'email', role: 'role' } as const
