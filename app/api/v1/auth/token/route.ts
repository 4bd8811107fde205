import { contract } from '@/app/api/v1/auth/token/contract'
import { issueAuthTokenFor } from '@/lib/api/auth-token'
import { resource } from '@/lib/api/resource'
import { addActivity, authorOf } from '@/lib/audit/record'

/** "Copy Auth Token": issues an auth token for the caller's session. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ principal, client }) => {
    const { token, expiresAt } = await issueAuthTokenFor(principal)
    const expires_at = expiresAt.toISOString()
    const author = authorOf(principal, client)
    await addActivity(author, { action: 'auth_token_issued', detail: { expires_at } })
    return { token, expires_at }
  },
})
