import { resource } from '@/lib/api/resource'
import { ProblemError } from '@/lib/http/problem'

const notFound = async () => {
  throw new ProblemError('not_found', 'There is nothing at this address.')
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
})
