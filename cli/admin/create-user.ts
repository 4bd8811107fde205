import { randomUUID } from 'node:crypto'
import { operatorOf } from '@/cli/admin/author'
import { choosePassword } from '@/cli/admin/chosen-password'
import type { Input } from '@/cli/admin/input'
import { Refusal } from '@/cli/maintenance/refusal'
import { displayName as displayNameSchema } from '@/lib/accounts/display-name'
import { hashPassword } from '@/lib/accounts/password'
import { addActivity } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'

/**
 * Creates an account, also while sign-up is closed. As with sign-up, the first account owns the
 * installation.
 * @returns the lines to print
 * @throws Refusal where the address is taken, or the name or password is not allowed
 */
export async function createUser(
  email: string,
  { name = '', stdin }: { name: string | undefined; stdin: boolean },
  input: Input,
): Promise<string[]> {
  const displayName = readName(name)
  if (await db().user.findUnique({ where: { email }, select: { id: true } })) throw taken(email)
  const { password, words } = await choosePassword(email, stdin ? input : null)
  const user = { id: randomUUID(), email, displayName, passwordHash: await hashPassword(password) }
  const isOwner = await store(user)
  return [`Made the account ${email}${isOwner ? ', which owns the installation' : ''}.`, ...words]
}

/** @returns whether it is the first account */
async function store(user: {
  id: string
  email: string
  displayName: string
  passwordHash: string
}): Promise<boolean> {
  try {
    return await db().$transaction(async (transaction) => {
      await transaction.user.create({ data: user, select: { id: true } })
      await addActivity(operatorOf(user), { action: 'signed_up' }, transaction)
      const claim = { ownerId: user.id, claimedAt: new Date() }
      return (
        (await transaction.installation.updateMany({ where: { claimedAt: null }, data: claim }))
          .count === 1
      )
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw taken(user.email)
    throw error
  }
}

const taken = (email: string) => new Refusal(`there is an account ${email} already`, 2)

function readName(name: string): string {
  const { data, error } = displayNameSchema.safeParse(name)
  if (data !== undefined) return data
  throw new Refusal(`the name cannot be used: ${error?.issues[0]?.message}`, 2)
}
