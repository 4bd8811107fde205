import { randomUUID } from 'node:crypto'
import type { APIRequestContext, BrowserContext } from '@playwright/test'
import { password } from '@/test/support/client'

/** A user that only this test has. */
export interface Account {
  email: string
  /** An auth token of the session that sign-up created. */
  authToken: string
}

/** Creates an account, and signs this browser in to it. */
export async function enterAsNew({ request }: BrowserContext): Promise<Account> {
  const email = `${randomUUID()}@example.com`
  const answer = await request.post('/api/v1/auth/user/signup', { data: { email, password } })
  const { token } = await answer.json()
  await openSession(request, { token })
  return { email, authToken: token }
}

/** Signs this browser in to an account, with a session of its own. */
export async function enterAs(
  { request }: BrowserContext,
  { email }: Pick<Account, 'email'>,
): Promise<void> {
  await openSession(request, { email, password })
}

/** Sends the requests of the sign-in form. */
async function openSession(
  request: APIRequestContext,
  credentials: Record<string, string>,
): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { ...credentials, csrfToken, json: 'true' }
  const answer = await request.post('/api/auth/callback/credentials', { form })
  if (!answer.ok()) throw new Error(`Signing in was answered with ${answer.status()}.`)
}
