import { startSession } from '@/lib/auth/sessions'
import { env } from '@/lib/env'
import { keys } from '@/lib/keys'
import type { SessionPrincipal, Subject } from '@/lib/principal'
import { issueAuthToken } from '@/lib/tokens/auth-token/auth-token'

/** Answers a sign-up or sign-in: a new session's first auth token. */
export async function answerWithNewSession(request: Request, subject: Subject): Promise<Response> {
  const sessionId = await startSession(subject.id, request.headers.get('user-agent') ?? '')
  const { token } = await issueAuthTokenFor({ subject, credential: { kind: 'session', sessionId } })
  return Response.json({ token })
}

/** A new auth token for the caller's session, with the lifetime that `NC_JWT_EXPIRES_IN` sets. */
export function issueAuthTokenFor({
  subject,
  credential,
}: SessionPrincipal): Promise<{ token: string; expiresAt: Date }> {
  const claims = { subject: subject.id, email: subject.email, sessionId: credential.sessionId }
  return issueAuthToken(claims, {
    signing: keys().signing,
    ttlSeconds: env().authTokenTtlSeconds,
    now: new Date(),
  })
}
