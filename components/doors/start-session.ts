import { callApiAsAnyone, type Failure, toFailure } from '@/components/api'
import { fetchJson } from '@/components/fetch-json'

/** Why a session did not start: a failure, or next-auth's code for it. */
export type Refusal = Failure | { kind: 'refused'; code: string }

/**
 * Signs this browser in, by email and password or by the auth token that sign-up has answered. It
 * replaces next-auth's own client, which leaves the page when the server cannot be reached and
 * loses the input.
 * @returns null when the session has started
 */
export async function startSession(credentials: Record<string, string>): Promise<Refusal | null> {
  const csrf = await callApiAsAnyone<{ csrfToken: string }>('GET', '/api/auth/csrf')
  if (csrf.kind !== 'data') return csrf
  const form = new URLSearchParams({ ...credentials, csrfToken: csrf.data.csrfToken, json: 'true' })
  const result = await fetchJson('/api/auth/callback/credentials', { method: 'POST', body: form })
  if (result.kind !== 'answer') return result
  const { response, body } = result
  const code = codeOf((body as { url?: string }).url)
  if (code) return { kind: 'refused', code }
  return response.ok ? null : toFailure(response, body)
}

/**
 * next-auth answers with the URL of a redirect: it contains an error, or `csrf` where cookies are
 * refused.
 */
function codeOf(url: string | undefined): string | null {
  const way = new URL(url ?? '', location.origin).searchParams
  return way.get('error') ?? (way.has('csrf') ? 'csrf' : null)
}
