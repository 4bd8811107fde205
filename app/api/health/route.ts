import { resource } from '@/lib/api/resource'

/** Liveness: the process answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async () => Response.json({ status: 'ok' }),
})
