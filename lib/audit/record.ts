import { randomBytes } from 'node:crypto'
import { orderedId } from '@/lib/audit/ordered-id'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import type { Client } from '@/lib/http/client'
import type { CredentialKind, Event } from '@/shared/audit-event'
import type { SessionPrincipal } from '@/shared/principal'

/*
 * The log of what is done to accounts: docs/decisions/0022-activity.md. A row is written in the transaction of what it tells of, or, where
 * nothing is changed, before the answer: what was acknowledged is in it.
 */

/** Who did something, by what, and from where. */
export interface Author {
  /** Null: nobody whom we know. */
  userId: string | null
  email: string
  credential: CredentialKind
  sessionId: string | null
  client: Client
}

/** Whoever acts by a session. */
export function authorOf({ subject, credential }: SessionPrincipal, client: Client): Author {
  const { kind, sessionId } = credential
  return { userId: subject.id, email: subject.email, credential: kind, sessionId, client }
}

/** @param database the transaction that does what the row tells of, where it is one that goes step by step */
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
