import { type Call, password } from '@/test/support/client'

export type Headers = Record<string, string>

/**
 * @returns everything that an account consists of, as its user sees it; two results differ if
 *   something has changed
 */
export async function accountOf(call: Call, headers: Headers) {
  const get = async (path: string) => (await call('GET', path, { headers })).body
  const [me, tokens, sessions] = await Promise.all([
    get('/api/v1/auth/user/me'),
    get('/api/v1/tokens'),
    get('/api/v1/sessions'),
  ])
  return {
    me,
    tokens: tokens.list.map(
      ({ last_used_at: _, use_count: __, ...token }: Record<string, unknown>) => token,
    ),
    sessions: sessions.list.map(({ id }: { id: string }) => id).sort(),
  }
}

/** Whether the tests' password is still valid for the account. Begins a session if so. */
export async function doesPasswordWork(call: Call, email: string): Promise<boolean> {
  const { status } = await call('POST', '/api/v1/auth/user/signin', { json: { email, password } })
  return status === 200
}

export const whoIs = async (call: Call, headers: Headers): Promise<string | undefined> =>
  (await call('GET', '/api/v1/auth/user/me', { headers })).body.email

/** @returns the id of the session that these headers authenticate */
export async function currentSessionId(call: Call, headers: Headers): Promise<string> {
  const { body } = await call('GET', '/api/v1/sessions', { headers })
  return body.list.find((session: { is_current: boolean }) => session.is_current).id
}
