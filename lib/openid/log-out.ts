import type { Visitor } from '@/lib/audit/actor'
import { db } from '@/lib/db/client'
import { isUniqueViolation } from '@/lib/db/errors'
import type { Prisma } from '@/lib/db/generated/sqlite/client'
import { rememberToken } from '@/lib/one-time-tokens'
import { type LogoutClaims, logoutTokenAgeSeconds } from '@/lib/openid/logout-token'
import { endSessionsIn } from '@/lib/sessions/end-session'
import { revoking } from '@/verifier/revocations'

/**
 * Ends the sessions that a verified logout token names. Every instance refuses them when it
 * returns. API tokens stay valid.
 * @param provider the visitor whose request brought the token
 * @returns false, and ends nothing, when the token was used before
 */
export async function endSessionsOfProvider(
  provider: Visitor,
  claims: LogoutClaims,
): Promise<boolean> {
  const used = {
    token: `${claims.issuer} ${claims.jti}`,
    purpose: 'logout_token' as const,
    // As long as the token is accepted, on a clock that is slow as well.
    ttlSeconds: 3 * logoutTokenAgeSeconds,
  }
  try {
    await revoking(() =>
      db().$transaction(async (transaction) => {
        await rememberToken(used, transaction)
        for (const account of await holdersOf(claims, transaction))
          await endSessionsIn(transaction, {
            actor: provider,
            account,
            which: sessionsOf(claims),
            eventOf: (ended) => ({
              action: 'all_sessions_ended',
              detail: { ended, reason: 'provider_logout' },
            }),
          })
      }),
    )
    return true
  } catch (error) {
    if (isUniqueViolation(error)) return false
    throw error
  }
}

const sessionsOf = ({ issuer, subject, providerSessionId }: LogoutClaims) =>
  ({
    identity: { issuer, ...(subject !== undefined && { subject }) },
    ...(providerSessionId !== undefined && { providerSessionId }),
  }) satisfies Prisma.SessionWhereInput

const holdersOf = (claims: LogoutClaims, transaction: Prisma.TransactionClient) =>
  transaction.user.findMany({
    where: { sessions: { some: sessionsOf(claims) } },
    orderBy: { id: 'asc' },
    select: { id: true, email: true },
  })
