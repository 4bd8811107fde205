import { contract } from '@/app/api/v1/auth/user/me/contract'
import { getUser } from '@/lib/accounts/users'
import { requireUser } from '@/lib/api/caller'
import { resource } from '@/lib/api/resource'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal: { subject, credential } }) => {
    const user = await requireUser(getUser(subject.id))
    return credential.kind === 'api_token' ? { ...user, is_api_token: true } : user
  },
})
