import { type Answer, type Call, password } from '@/test/support/client'
import { ownCookieLine } from '@/test/support/own-cookie'

/** A browser that has signed in as the pages do, through next-auth. */
export interface Browser {
  /** The `Cookie` header: the session cookie and next-auth's CSRF cookie. */
  cookie: string
  /** The session cookie alone, as `name=value`. */
  sessionCookie: string
  /** The `Set-Cookie` header of the session cookie, with its attributes. */
  setCookie: string
  csrfToken: string
}

/**
 * Signs in with an email address and the tests' password.
 * @throws if no session was begun
 */
export async function signInAsBrowser(call: Call, email: string): Promise<Browser> {
  const browser = await tryToSignIn(call, { email, password })
  if (!browser) throw new Error(`${email} could not sign in`)
  return browser
}

/**
 * Submits next-auth's sign-in form.
 * @returns null if it begins no session
 */
export async function tryToSignIn(
  call: Call,
  fields: Record<string, string>,
): Promise<Browser | null> {
  const { csrfToken, cookie } = await getCsrfToken(call)
  const answer = await call('POST', '/api/auth/callback/credentials', {
    headers: { cookie },
    body: new URLSearchParams({ csrfToken, json: 'true', callbackUrl: '/', ...fields }),
  })
  const setCookie = ownCookieLine(answer, 'session')
  const sessionCookie = pairOf(setCookie ?? '')
  if (!setCookie || sessionCookie.endsWith('=')) return null
  return { cookie: `${cookie}; ${sessionCookie}`, sessionCookie, setCookie, csrfToken }
}

/**
 * @returns the token that next-auth requires with every form, and the cookie that it is checked
 *   against
 */
export async function getCsrfToken(call: Call): Promise<{ csrfToken: string; cookie: string }> {
  const answer = await call('GET', '/api/auth/csrf')
  return { csrfToken: answer.body.csrfToken, cookie: cookiesOf(answer).map(pairOf).join('; ') }
}

/** @returns the `Set-Cookie` headers of an answer */
export const cookiesOf = ({ headers }: Answer) => headers.getSetCookie()

const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? ''
