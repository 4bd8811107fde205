import { expect } from 'vitest'
import messages from '@/messages/en.json'
import type { OidcServer } from '@/test/support/oidc-server'

/**
 * Expects that a sign-in has failed: the browser is led to the sign-in page, which says why, and it
 * has no session.
 */
export async function expectRefusal(
  { call, server }: Pick<OidcServer, 'call' | 'server'>,
  { path, cookie }: { path: string; cookie: string },
  fault: keyof typeof messages.openid.fault,
): Promise<void> {
  expect(path.split('&', 1)[0]).toBe(`/sign-in?error=${fault}`)
  const page = await fetch(`${server.address}${path}`, { headers: { cookie } })
  expect(page.status).toBe(200)
  const words = messages.openid.fault[fault].replaceAll('{name}', 'Test Provider')
  expect(await page.text()).toContain(words)
  const me = await call('GET', '/api/v1/auth/user/me', { headers: { cookie } })
  expect(me.status).toBe(401)
}
