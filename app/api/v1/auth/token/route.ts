import { issueAuthTokenFor } from '@/lib/api/auth-token'
import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'

/** "Copy Auth Token": a new auth token for the caller's session. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const { token, expiresAt } = await issueAuthTokenFor(await requireSession(request))
    return Response.json({ token, expires_at: expiresAt.toISOString() })
  },
})
