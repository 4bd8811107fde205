import type { Introspection } from '@/shared/introspection'
import { endOf, type Principal } from '@/shared/principal'

/**
 * A token with a list of its own is accepted only where a service names itself, which introspection
 * does not do. Such a token is not active.
 * @param principal of the token, or null when it is not accepted
 */
export function introspect(principal: Principal | null): Introspection {
  if (!principal || principal.credential.kind === 'session') return { active: false }
  const { subject, credential } = principal
  if (credential.kind === 'api_token' && credential.services) return { active: false }
  const whose = {
    active: true,
    sub: subject.id,
    username: subject.email,
    name: subject.displayName,
  } as const
  const iat = toSeconds(credential.issuedAt)
  if (credential.kind === 'auth_token') {
    return { ...whose, token_type: 'auth_token', iat, exp: toSeconds(credential.expiresAt) }
  }
  const end = endOf(principal)
  return {
    ...whose,
    token_type: 'api_token',
    client_id: credential.tokenId,
    token_name: credential.tokenName,
    iat,
    ...(Number.isFinite(end) && { exp: Math.floor(end / 1000) }),
  }
}

const toSeconds = (time: Date) => Math.floor(time.getTime() / 1000)
