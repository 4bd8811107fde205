import { getUser } from '@/lib/accounts/users'
import { requirePrincipal, requireUser } from '@/lib/api/authorize'
import { resource } from '@/lib/api/resource'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async (request) => {
    const { subject, credential } = await requirePrincipal(request)
    const user = await requireUser(getUser(subject.id))
    return Response.json({
      ...user,
      ...(credential.kind === 'api_token' && { is_api_token: true }),
    })
  },
})
