import type { SignedInActor } from '@/lib/audit/actor'
import { addActivity } from '@/lib/audit/record'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import { isRecordMissing, isUniqueViolation } from '@/lib/db/errors'
import type { ApiToken } from '@/lib/db/generated/sqlite/client'
import { KeyedSemaphore } from '@/lib/keyed-semaphore'
import { notify } from '@/lib/mail/notify'
import { oncePerProcess } from '@/lib/once-per-process'
import { lockSession, whileSessionLives } from '@/lib/sessions/lock-session'
import {
  currentSecret,
  detailOf,
  newApiToken,
  openSecret,
  toRow,
  withServices,
} from '@/lib/tokens/api-token'
import { storingUnder } from '@/lib/tokens/keys-in-use'
import type { ApiTokenRow, NewApiToken } from '@/shared/api-token-row'
import type { SessionPrincipal, Subject } from '@/shared/principal'
import { revoking, settleRevocations } from '@/verifier/revocations'

/** Lists the caller's own tokens: none or one. */
export async function listApiTokens({ subject }: SessionPrincipal): Promise<ApiTokenRow[]> {
  const where = { userId: subject.id }
  const token = await db().apiToken.findUnique({ where, include: withServices })
  return token ? [toRow(token, subject)] : []
}

/**
 * Creates and stores the caller's token.
 * @returns the new token and its secret, or null when the user already has a token
 * @throws SessionOver
 */
export async function createApiToken(
  actor: SignedInActor,
  name: string,
): Promise<NewApiToken | null> {
  const { subject } = actor.principal
  try {
    const created = await createInTurn(subject, () =>
      storingUnder(async (keys) => {
        const { data, toNewToken } = await newApiToken(subject, name, keys)
        return toNewToken(await storeToken(data, actor))
      }),
    )
    notify(actor, subject, 'token_created')
    return created
  } catch (error) {
    if (isUniqueViolation(error)) return null
    throw error
  }
}

/**
 * Stores a new token and records it in the audit log, in one transaction.
 * @throws SessionOver
 */
async function storeToken(data: NewRow, actor: SignedInActor): Promise<ApiToken> {
  const event = { action: 'token_created', detail: detailOf(data) } as const
  const [stored] = await whileSessionLives(() =>
    db().$transaction([
      // Locks the user before the session: see the lock order in lib/sessions/session.ts.
      db().apiToken.create({ data }),
      lockSession(actor),
      addActivity(actor, actor.principal.subject, event),
    ]),
  )
  return stored
}

type NewRow = Awaited<ReturnType<typeof newApiToken>>['data']

/**
 * Decrypts the caller's own token again, and records that in the audit log, outside of a demo.
 * @returns the secret, or null without such a token
 * @throws SessionOver
 */
export async function copyApiToken(actor: SignedInActor, id: string): Promise<string | null> {
  const { subject } = actor.principal
  const where = { id, userId: subject.id }
  const select = { id: true, name: true, secrets: currentSecret }
  const token = await db().apiToken.findFirst({ where, select })
  const [stored] = token?.secrets ?? []
  if (!token || !stored) return null
  const secret = await openSecret(stored)
  if (env().isDemo) return secret
  const event = { action: 'token_copied', detail: detailOf(token) } as const
  await whileSessionLives(() =>
    db().$transaction([lockSession(actor), addActivity(actor, subject, event)]),
  )
  return secret
}

/**
 * Deletes the caller's own token, which is refused from then on.
 * @returns whether there was such a token
 */
export async function deleteApiToken(actor: SignedInActor, id: string): Promise<boolean> {
  const where = { id, userId: actor.principal.subject.id }
  const token = await db().apiToken.findUnique({ where, select: { id: true, name: true } })
  if (token && (await deleteIfPresent(actor, token))) return true
  // A concurrent request may have deleted it, and may still wait for the other instances.
  await settleRevocations()
  return false
}

async function deleteIfPresent(
  actor: SignedInActor,
  token: Pick<ApiToken, 'id' | 'name'>,
): Promise<boolean> {
  const { subject } = actor.principal
  const where = { id: token.id, userId: subject.id }
  const event = { action: 'token_deleted', detail: detailOf(token) } as const
  const remove = () =>
    db().$transaction([
      db().apiToken.delete({ where, select: { id: true } }),
      addActivity(actor, subject, event),
    ])
  try {
    await revoking(remove)
    return true
  } catch (error) {
    if (isRecordMissing(error)) return false
    throw error
  }
}

const semaphores = oncePerProcess('create-api-token', () => new KeyedSemaphore(1))

/**
 * Runs one user's concurrent creates one after the other, so that they wait here and do not each
 * hold a database connection.
 */
const createInTurn = <T>({ id }: Subject, create: () => Promise<T>): Promise<T> =>
  semaphores().pass(id, create)
