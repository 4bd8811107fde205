import { route } from '@/lib/api/route'
import { nothingAt } from '@/lib/http/not-found'

const notFound = async ({ url }: Request) => {
  throw nothingAt(new URL(url).pathname)
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route({
  GET: notFound,
  POST: notFound,
  PUT: notFound,
  PATCH: notFound,
  DELETE: notFound,
})
