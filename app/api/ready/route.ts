import { resource } from '@/lib/api/resource'
import { probeDatabase } from '@/lib/db/probe'
import { ProblemError } from '@/lib/http/problem'

/** Readiness: the database answers and holds every migration. While a stop is under way the server answers in its place, with 503. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async () => {
    if ((await probeDatabase()).isReady) return Response.json({ status: 'ok' })
    throw new ProblemError('unavailable', 'The database does not answer, or lacks a migration.')
  },
})
