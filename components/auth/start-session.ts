import { callApiAsAnyone, type Failure, faultyField, toFailure } from '@/components/api'
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
  if (response.ok) return null
  const failure = toFailure(response, body)
  // The token was right a moment ago: the browser has not kept the cookie that came with it.
  return faultyField(failure, 'csrfToken') ? { kind: 'refused', code: 'csrf' } : failure
}

/** next-auth answers with the URL of a redirect, which contains an error if there was one. */
const codeOf = (url: string | undefined): string | null =>
  new URL(url ?? '', location.origin).searchParams.get('error')
