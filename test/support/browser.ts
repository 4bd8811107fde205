import { type Answer, type Call, password } from '@/test/support/client'
import { ownCookieLine } from '@/test/support/own-cookie'

/** A browser that has signed in through the page's own door, next-auth. */
export interface Browser {
  /** What it sends as `Cookie`: the session's, and next-auth's csrf token. */
  cookie: string
  /** The session's cookie alone, `name=value`. */
  sessionCookie: string
  /** The line that set the session's cookie, with its flags. */
  setCookie: string
  csrfToken: string
}

/** Signs in with an address and the tests' password. @throws when no session began */
export async function signInAsBrowser(call: Call, email: string): Promise<Browser> {
  const browser = await tryToSignIn(call, { email, password })
  if (!browser) throw new Error(`${email} could not sign in`)
  return browser
}

/** Fills next-auth's form. @returns null where it begins no session */
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

/** The token that next-auth wants back with every form, and the cookie that it is checked against. */
export async function getCsrfToken(call: Call): Promise<{ csrfToken: string; cookie: string }> {
  const answer = await call('GET', '/api/auth/csrf')
  return { csrfToken: answer.body.csrfToken, cookie: cookiesOf(answer).map(pairOf).join('; ') }
}

/** The cookies that an answer sets, a line each. */
export const cookiesOf = ({ headers }: Answer) => headers.getSetCookie()

const pairOf = (setCookie: string) => setCookie.split(';')[0] ?? ''
