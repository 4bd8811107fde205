import { verifyPassword } from '@/lib/accounts/password'
import { type Author, addActivity, authorOf } from '@/lib/audit/record'
import { db } from '@/lib/db/client'
import type { Client } from '@/lib/http/client'
import type { Limit } from '@/lib/http/rate-limited'
import { tally } from '@/lib/metrics/tally'
import { endSurplusSessions } from '@/lib/sessions/end-session'
import { newSession, principalOf } from '@/lib/sessions/sessions'
import { writeFailedSignIn } from '@/lib/sign-in/failed-sign-in'
import { getSignInSource, rememberSource } from '@/lib/sign-in/sign-in-source'
import { limitSignIn } from '@/lib/sign-in/throttle'
import type { SessionPrincipal } from '@/shared/principal'

interface SignInInput {
  email: string
  password: string
  client: Client
}

export type SignInResult =
  | { outcome: 'signed_in'; principal: SessionPrincipal }
  | { outcome: 'credentials_wrong' }
  | { outcome: 'rate_limited'; limit: Limit }

/**
 * Starts a session for a correct password, within the rate limits. An unknown address and a wrong
 * password take the same time, count the same and get the same result.
 */
export async function signIn(input: SignInInput): Promise<SignInResult> {
  const result = await tryToSignIn(input)
  tally().signIns[result.outcome] += 1
  return result
}

async function tryToSignIn(input: SignInInput): Promise<SignInResult> {
  const source = await getSignInSource()
  const tried = await limitSignIn(input.email, source, () => startSession(input))
  if ('limit' in tried) {
    if (tried.isCounted) await writeFailedSignIn(input, 'rate_limited')
    return { outcome: 'rate_limited', limit: tried.limit }
  }
  if (!tried.result) {
    await writeFailedSignIn(input, 'credentials_wrong')
    return { outcome: 'credentials_wrong' }
  }
  await rememberSource(input.email, source)
  return { outcome: 'signed_in', principal: tried.result }
}

async function startSession({
  email,
  password,
  client,
}: SignInInput): Promise<SessionPrincipal | null> {
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, email: true, displayName: true, passwordHash: true },
  })
  const correct = await verifyPassword(password, user?.passwordHash ?? null)
  if (!user || !correct) return null
  const { passwordHash, ...subject } = user
  const session = newSession(user.id, client.userAgent)
  const principal = principalOf(session, subject)
  const author = { ...authorOf(principal, client), credential: 'password' } as const
  if (!(await storeIfUnchanged(session, passwordHash, author))) return null
  await endSurplusSessions({ ...author, userId: user.id })
  return principal
}

/**
 * Requires the hash that was verified: a password change meanwhile has ended every session of the
 * old password, including this one.
 */
async function storeIfUnchanged(
  session: ReturnType<typeof newSession>,
  passwordHash: string,
  author: Author,
): Promise<boolean> {
  return db().$transaction(async (transaction) => {
    const where = { id: session.userId, passwordHash }
    const { count } = await transaction.user.updateMany({ where, data: { passwordHash } })
    if (count === 0) return false
    await transaction.session.create({ data: session, select: { id: true } })
    await addActivity(author, { action: 'signed_in' }, transaction)
    return true
  })
}
