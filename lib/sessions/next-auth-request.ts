import { findOwnCookies, ownCookieName } from '@/lib/sessions/own-cookie'
import { findSessionCookie, sessionCookie } from '@/lib/sessions/session-cookie'

/*
 * What next-auth is given of a request: its action, its form, and our session's cookie and its own
 * csrf cookie, under the names that it expects. It answers 500 to addresses to come back to that it
 * cannot read, and joins every cookie whose name begins like the session's; both can be planted in
 * a browser by a neighbour of this host. We lead nobody anywhere and never split the cookie, so it
 * sees neither.
 */

/** The actions that the screens and programs need; the pages are our own. */
const actions: Record<string, readonly string[]> = {
  GET: ['csrf', 'providers', 'session'],
  POST: ['callback/credentials', 'signout'],
}

export function isNextAuthAction(method: string, path: string[]): boolean {
  return actions[method]?.includes(path.join('/')) ?? false
}

/** What next-auth reads of a request, in the form in which Next's older routes have it. */
export interface NextAuthRequest {
  method: string
  /** None: next-auth would believe forwarded ones. */
  headers: Record<string, never>
  query: { nextauth: string[] }
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
