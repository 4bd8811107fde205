import { issueAuthTokenFor } from '@/lib/api/auth-token'
import { requireSession } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'
import { addActivity, authorOf } from '@/lib/audit/record'
import { clientOf } from '@/lib/http/client'

/** "Copy Auth Token": issues an auth token for the caller's session. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  POST: async (request) => {
    const principal = await requireSession(request)
    const { token, expiresAt } = await issueAuthTokenFor(principal)
    const expires_at = expiresAt.toISOString()
    const author = authorOf(principal, clientOf(request.headers))
    await addActivity(author, { action: 'auth_token_issued', detail: { expires_at } })
    return Response.json({ token, expires_at })
  },
})
