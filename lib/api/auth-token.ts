import { setRefreshCookie } from '@/lib/sessions/refresh-cookie'
import type { Device } from '@/lib/sign-in/device'
import { setDeviceCookie } from '@/lib/sign-in/device-cookie'
import { issueAuthTokenFor } from '@/lib/tokens/session-auth-token'
import type { SessionPrincipal } from '@/shared/principal'

/**
 * Answers a sign-up or sign-in: returns the new session's first auth token, and sets the refresh
 * cookie with which to get the next ones, and the cookie of the device.
 */
export async function answerWithAuthToken({
  principal,
  device,
}: {
  principal: SessionPrincipal
  device: Device | null
}): Promise<{ token: string }> {
  const { token } = await issueAuthTokenFor(principal)
  const { sessionId, sessionEndsAt } = principal.credential
  await setRefreshCookie({ sessionId, generation: 0 }, sessionEndsAt)
  await setDeviceCookie(device)
  return { token }
}
