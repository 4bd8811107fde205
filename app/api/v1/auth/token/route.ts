import { contract } from '@/app/api/v1/auth/token/contract'
import { resource } from '@/lib/api/resource'
import { copyAuthToken } from '@/lib/tokens/session-auth-token'

/** "Copy Auth Token": issues an auth token for the caller's session. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ actor }) => {
    const { token, expiresAt } = await copyAuthToken(actor)
    return { token, expires_at: expiresAt.toISOString() }
  },
})
