import { randomBytes } from 'node:crypto'
import { orderedId } from '@/lib/audit/ordered-id'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Client } from '@/lib/http/client'
import type { CredentialKind, Event } from '@/shared/audit-event'
import type { SessionPrincipal } from '@/shared/principal'

/*
 * The audit log of actions on accounts: docs/decisions/0022-activity.md. A row is written in the
 * transaction of the change that it records or, where nothing changes, before the response. Every
 * acknowledged action is therefore in the log.
 */

/** Who performed an action, with which credential, and from where. */
export interface Author {
  /** Null: no known user. */
  userId: string | null
  email: string
  credential: CredentialKind
  sessionId: string | null
  client: Client
}

/** The author of an action that is performed by a session. */
export function authorOf({ subject, credential }: SessionPrincipal, client: Client): Author {
  const { kind, sessionId } = credential
  return { userId: subject.id, email: subject.email, credential: kind, sessionId, client }
}

/**
 * Adds a row to the audit log.
 * @param database the transaction that makes the recorded change, if it is an interactive one
 */
export function addActivity(
  { client: { address, userAgent }, ...who }: Author,
  { action, detail = {} }: Event,
  database: Prisma.TransactionClient = db(),
): Prisma.PrismaPromise<{ id: string }> {
  const at = new Date()
  const id = orderedId(at, randomBytes(10))
  return database.activity.create({
    data: { id, at, ...who, action, address, userAgent, detail },
    select: { id: true },
  })
}
