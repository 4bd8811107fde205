import { retryAfterOf } from '@/components/retry-after'

/** Why a session did not begin: next-auth's code, a problem's code, or `network`. */
export interface Refusal {
  code: string
  retryAfterSeconds: number
}

/**
 * Signs this browser in, by email and password or by the auth token that signing up has answered. Written out, because
 * next-auth's own client leaves the page when the server cannot be reached, and takes what was typed with it.
 * @returns null when it has begun
 */
export async function startSession(credentials: Record<string, string>): Promise<Refusal | null> {
  try {
    const { csrfToken } = await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json()
    const body = new URLSearchParams({ ...credentials, csrfToken, json: 'true' })
    const response = await fetch('/api/auth/callback/credentials', { method: 'POST', body })
    const { url, code } = await response.json()
    const refusal = refusalOf(url) ?? (response.ok ? null : (code ?? 'internal'))
    return refusal && { code: refusal, retryAfterSeconds: retryAfterOf(response) }
  } catch {
    return { code: 'network', retryAfterSeconds: 0 }
  }
}

/** next-auth answers with where it would lead: with an error on the way, or to ask again where cookies are refused. */
function refusalOf(url: string | undefined): string | null {
  const way = new URL(url ?? '', location.origin).searchParams
  return way.get('error') ?? (way.has('csrf') ? 'csrf' : null)
}
