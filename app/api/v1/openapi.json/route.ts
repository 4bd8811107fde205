import { openApiDocument } from '@/lib/api/contract/document'
import { cacheFor, resource } from '@/lib/api/resource'

const document = openApiDocument()

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async () => cacheFor(300, Response.json(document)),
})
