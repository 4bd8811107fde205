import { resource } from '@/lib/api/resource'
import { isDatabaseReady } from '@/lib/db/ready'
import { ProblemError } from '@/lib/http/problem'

/** Readiness: the database answers and holds every migration. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async () => {
    if (await isDatabaseReady()) return Response.json({ status: 'ok' })
    throw new ProblemError('unavailable', 'The database lacks a migration.')
  },
})
