import type { Actor } from '@/lib/audit/actor'
import { insertRows } from '@/lib/audit/insert-rows'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { CredentialKind, Event } from '@/shared/audit-event'

/*
 * The audit log of actions on accounts: docs/decisions/0022-activity.md. A row is written in the
 * transaction of the change that it records or, where nothing changes, before the response. Every
 * acknowledged action is therefore in the log.
 */

/** The account in whose log an action is recorded. */
export interface LoggedAccount {
  /** Null: no account has the address. */
  id: string | null
  email: string
}

/**
 * Adds a row to the audit log.
 * @param database the transaction that makes the recorded change, if it is an interactive one
 */
export function addActivity(
  actor: Actor,
  account: LoggedAccount,
  event: Event,
  database: Prisma.TransactionClient = db(),
): Prisma.PrismaPromise<{ id: string }> {
  return database.activity.create({ data: rowOf(actor, account, event), select: { id: true } })
}

/**
 * Adds a row about the same action to the logs of several accounts, by a statement that names the
 * columns itself: lib/audit/insert-rows.ts. A trigger sets `sequence`.
 */
export async function addActivities(
  actor: Actor,
  accounts: readonly LoggedAccount[],
  event: Event,
  transaction: Prisma.TransactionClient,
): Promise<void> {
  await insertRows(
    transaction,
    accounts.map((account) => rowOf(actor, account, event)),
  )
}

const rowOf = (
  actor: Actor,
  { id: userId, email }: LoggedAccount,
  { action, detail = {} }: Event,
) => ({
  at: new Date(),
  userId,
  email,
  ...columnsOf(actor),
  ...otherUser(actor, userId),
  action,
  detail,
})

/** The columns that name the acting user, where that is not the account's. */
function otherUser(actor: Actor, userId: string | null) {
  if (actor.kind !== 'signed_in') return {}
  const { id, email } = actor.principal.subject
  return id === userId ? {} : { actorId: id, actorEmail: email }
}

interface ActorColumns {
  credential: CredentialKind
  sessionId: string | null
  address: string
  userAgent: string
}

function columnsOf(actor: Actor): ActorColumns {
  switch (actor.kind) {
    case 'signed_in': {
      const { principal, credential, origin } = actor
      return { credential, sessionId: principal.credential.sessionId, ...origin }
    }
    case 'visitor':
      return { credential: actor.credential, sessionId: null, ...actor.origin }
    case 'operator':
      return { credential: 'command_line', sessionId: null, address: '', userAgent: '' }
  }
}
