import { hashPassword } from '@/lib/accounts/password'
import { passwordFault } from '@/lib/accounts/password-fault'
import { type Visitor, visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { tally } from '@/lib/metrics/tally'
import { endOneTimeTokens, redeemOneTimeToken } from '@/lib/one-time-tokens'
import type { Device } from '@/lib/sign-in/device'
import { getInvitation, invited } from '@/lib/sign-in/invitation'
import { rememberSource } from '@/lib/sign-in/known-sources'
import { startFirstSession } from '@/lib/sign-in/start-session'
import type { SessionPrincipal } from '@/shared/principal'

interface JoinInput {
  /** The token of the invitation's link. */
  token: string
  /** In its one spelling. */
  email: string
  password: string
  /** Empty to keep the name that the owner has given. */
  displayName: string
  /** The browser's device, by its cookie. */
  device: Device | null
}

export type JoinResult =
  /** `device` is the cookie that the browser has to keep. */
  | { outcome: 'signed_up'; principal: SessionPrincipal; device: Device | null }
  /** Used, expired, unknown, or for another address. */
  | { outcome: 'link_invalid' | 'passwords_off' }
  | { outcome: 'password_refused'; fault: string }

/**
 * Accepts an invitation: sets password and name, and starts the first session. It works once, for
 * the invited address alone, and also while sign-up is closed. Role and groups stay as the owner
 * has set them.
 */
export async function join({ origin }: Visitor, input: JoinInput): Promise<JoinResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const result = await tryToJoin(visitor(origin, 'link'), input)
  tally().signUps[result.outcome === 'signed_up' ? 'accepted' : 'refused'] += 1
  return result
}

async function tryToJoin(
  joining: Visitor,
  { token, email, password, displayName, device }: JoinInput,
): Promise<JoinResult> {
  const invitation = await getInvitation(token)
  if (invitation?.email !== email) return { outcome: 'link_invalid' }
  const fault = await passwordFault(password, email)
  if (fault !== null) return { outcome: 'password_refused', fault }
  const subject = {
    id: invitation.userId,
    email,
    displayName: displayName || invitation.displayName,
  }
  const passwordHash = await hashPassword(password)
  const principal = await accept(joining, { token, subject, passwordHash })
  if (!principal) return { outcome: 'link_invalid' }
  const known = await rememberSource(email, { address: joining.origin.address, device })
  return { outcome: 'signed_up', principal, device: known }
}

interface Acceptance {
  token: string
  subject: SessionPrincipal['subject']
  passwordHash: string
}

class LinkUsed extends Error {}

/** @returns null when another request was first */
async function accept(joining: Visitor, acceptance: Acceptance): Promise<SessionPrincipal | null> {
  try {
    return await db().$transaction((transaction) => store(transaction, joining, acceptance))
  } catch (error) {
    if (error instanceof LinkUsed) return null
    throw error
  }
}

/**
 * Locks the user's row before the token's.
 * @throws LinkUsed
 */
async function store(
  transaction: Prisma.TransactionClient,
  joining: Visitor,
  { token, subject, passwordHash }: Acceptance,
): Promise<SessionPrincipal> {
  const { id, email, displayName } = subject
  const now = new Date()
  const { count } = await transaction.user.updateMany({
    where: { id, email, ...invited },
    data: { passwordHash, displayName, invitedAt: null, signedInAt: now },
  })
  if (count === 0) throw new LinkUsed()
  if (!(await redeemOneTimeToken(token, 'invitation', transaction))) throw new LinkUsed()
  await endOneTimeTokens(id, 'invitation', transaction)
  const start = { visitor: joining, subject, credential: 'link' } as const
  return startFirstSession(transaction, start, 'joined', now)
}
