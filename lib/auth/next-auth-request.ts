import { cookies } from 'next/headers'
import { NextRequest } from 'next/server'
import { sessionCookie } from '@/lib/auth/session-cookie'

/*
 * What next-auth is given of a request. It answers 500 to addresses to come back to that it cannot read, and joins every
 * cookie whose name begins like the session's; both can be planted in a browser by a neighbour of this host. We lead nobody
 * anywhere and never split the cookie, so it sees neither.
 */

const callbackUrl = 'callbackUrl'
const callbackCookie = /^(__Host-|__Secure-)?next-auth\.callback-url$/

/** The actions that the screens and programs need; the pages are our own. */
const actions: Record<string, readonly string[]> = {
  GET: ['csrf', 'providers', 'session'],
  POST: ['callback/credentials', 'signout'],
}

export function isNextAuthAction(method: string, path: string[]): boolean {
  return actions[method]?.includes(path.join('/')) ?? false
}

/** @param form the body, for a POST */
export async function toNextAuthRequest(request: Request, form: string | null): Promise<NextRequest> {
  await dropPlantedCookies()
  const url = new URL(request.url)
  url.searchParams.delete(callbackUrl)
  const { method, headers } = request
  return new NextRequest(url, { method, headers, body: form === null ? null : withoutCallback(form) })
}

function withoutCallback(form: string): string {
  const fields = new URLSearchParams(form)
  fields.delete(callbackUrl)
  return fields.toString()
}

async function dropPlantedCookies(): Promise<void> {
  const jar = await cookies()
  const { name: session } = sessionCookie()
  const isPlanted = (name: string) =>
    callbackCookie.test(name) || (name.startsWith(session) && name !== session)
  for (const { name } of jar.getAll()) if (isPlanted(name)) jar.delete(name)
}
