import { findOwnCookies, ownCookieName } from '@/lib/sessions/own-cookie'
import { findSessionCookie, sessionCookie } from '@/lib/sessions/session-cookie'

/*
 * The part of a request that next-auth receives: its action, its form, and our session's cookie and
 * its own csrf cookie, under the names that it expects. next-auth answers 500 to callback URLs that
 * it cannot parse, and joins every cookie whose name starts like the session's. A neighbouring host
 * or port can plant both in a browser. Jeton uses no callback URLs and never splits the cookie, so
 * next-auth receives neither.
 */

/** The actions that our pages and programs need. The pages are our own. */
const actions: Record<string, readonly string[]> = {
  GET: ['csrf', 'providers', 'session'],
  POST: ['callback/credentials', 'signout'],
}

export function isNextAuthAction(method: string, path: string[]): boolean {
  return actions[method]?.includes(path.join('/')) ?? false
}

/** The parts of a request that next-auth reads, in the form of Next's Pages Router. */
export interface NextAuthRequest {
  method: string
  /** Empty: next-auth would trust forwarded ones. */
  headers: Record<string, never>
  query: { nextauth: string[]; [parameter: string]: string | string[] }
  body: Record<string, string> | undefined
  cookies: Record<string, string>
}

/** @param form the body, for a POST */
export async function toNextAuthRequest(
  { method }: Request,
  nextauth: string[],
  form: string | null,
): Promise<NextAuthRequest> {
  const body = form === null ? undefined : withoutCallback(form)
  return { method, headers: {}, query: { nextauth }, body, cookies: await expectedCookies() }
}

function withoutCallback(form: string): Record<string, string> {
  const { callbackUrl: _, ...fields } = Object.fromEntries(new URLSearchParams(form))
  return fields
}

async function expectedCookies(): Promise<Record<string, string>> {
  const session = await findSessionCookie()
  const csrfName = ownCookieName('csrf')
  const csrf = (await findOwnCookies('csrf')).find(({ name }) => name === csrfName)
  return {
    ...(session && { [sessionCookie().name]: session.value }),
    ...(csrf && { [csrfName]: csrf.value }),
  }
}
