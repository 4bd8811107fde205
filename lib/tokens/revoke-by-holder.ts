import type { Visitor } from '@/lib/audit/actor'
import type { Limit } from '@/lib/http/rate-limited'
import { consume } from '@/lib/limits/counters'
import { notify } from '@/lib/mail/notify'
import { endSessionByHolder } from '@/lib/sessions/end-session-by-holder'
import { endSecretByHolder } from '@/lib/tokens/end-secret-by-holder'
import { inWholePeriods } from '@/lib/whole-periods'
import { prove } from '@/verifier/prove'
import { settleRevocations } from '@/verifier/revocations'

/*
 * Somebody who holds a token ends it, without being its user: a scanner, or a person who has found
 * it (RFC 7009). Its user finds it in the audit log and gets a mail. The result and the time reveal
 * nothing about the token: docs/decisions/0036-ended-by-possession.md.
 */

/**
 * Longer than a revocation takes, unless the server is overloaded or an instance was killed. Not
 * much longer, because a request that waits takes the place of another one.
 */
const periodMs = 100

export type RevocationResult =
  /** The token is refused from now on; or was before. */
  { outcome: 'not_accepted' } | { outcome: 'rate_limited'; limit: Limit }

/**
 * Ends a token that somebody presents: an API token or, by an auth token, its session. The secret
 * of an API token that was replaced ends only itself. Every instance refuses it when this returns.
 * @param token any text
 */
export async function revokeByHolder(
  { origin }: Visitor,
  token: string,
): Promise<RevocationResult> {
  const limit = await consume('revoke', [origin.address])
  if (limit) return { outcome: 'rate_limited', limit }
  await inWholePeriods(periodMs, () => revoke({ origin }, token))
  return { outcome: 'not_accepted' }
}

async function revoke({ origin }: Pick<Visitor, 'origin'>, token: string): Promise<void> {
  const proof = await prove({ kind: 'bearer', token })
  if (!proof) return
  const actor: Visitor = { kind: 'visitor', credential: proof.kind, origin }
  const ended =
    proof.kind === 'api_token'
      ? await endSecretByHolder(actor, proof)
      : await endSessionByHolder(actor, proof.claims)
  // Also where another request has ended it, and may still wait for the other instances.
  await settleRevocations()
  if (ended) notify(actor, { id: ended.userId }, ended.notice)
}
