import { randomUUID } from 'node:crypto'
import { machineDomain } from '@/lib/accounts/email'
import type { Administrator } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { administer } from '@/lib/people/administer'
import { noteCreated, setGroups } from '@/lib/people/groups'
import { requirePerson } from '@/lib/people/person'
import type { MachineRole, PersonRow } from '@/shared/person-row'
import { revoking } from '@/verifier/revocations'

interface NewMachine {
  displayName: string
  role: MachineRole
  groups: string[]
}

/** Adds a machine, which has neither a password nor a session. */
export async function addMachine(
  actor: Administrator,
  { displayName, role, groups }: NewMachine,
): Promise<PersonRow> {
  const id = randomUUID()
  const email = `${id}@${machineDomain}`
  return revoking(() =>
    administer(actor, async (transaction) => {
      const data = { id, email, displayName, kind: 'machine', role, passwordHash: '' }
      await transaction.user.create({ data, select: { id: true } })
      await noteCreated(transaction, actor, await setGroups(transaction, id, groups, 'owner'))
      await addActivity(actor, { id, email }, { action: 'machine_created' }, transaction)
      return requirePerson(id, transaction)
    }),
  )
}
