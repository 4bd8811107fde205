import { randomUUID } from 'node:crypto'
import type { APIRequestContext, BrowserContext } from '@playwright/test'
import { password } from '@/test/support/client'

/** A person of this test alone. */
export interface Account {
  email: string
  /** Of the session that signing up began. */
  authToken: string
}

/** Makes an account, and signs this browser in to it. */
export async function enterAsNew({ request }: BrowserContext): Promise<Account> {
  const email = `${randomUUID()}@example.com`
  const answer = await request.post('/api/v1/auth/user/signup', { data: { email, password } })
  const { token } = await answer.json()
  await openSession(request, { token })
  return { email, authToken: token }
}

/** Signs this browser in to an account: a session of its own. */
export async function enterAs(
  { request }: BrowserContext,
  { email }: Pick<Account, 'email'>,
): Promise<void> {
  await openSession(request, { email, password })
}

/** What the sign-in form does, without the form. */
async function openSession(
  request: APIRequestContext,
  credentials: Record<string, string>,
): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const form = { ...credentials, csrfToken, json: 'true' }
  const answer = await request.post('/api/auth/callback/credentials', { form })
  if (!answer.ok()) throw new Error(`Signing in was answered with ${answer.status()}.`)
}
