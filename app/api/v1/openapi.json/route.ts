import { openApiDocument } from '@/lib/api/contract/document'
import { keepPrivately, resource } from '@/lib/api/resource'
import { serverAddress } from '@/lib/http/server-address'

/** The document contains the URL at which it was requested, so no shared cache may store it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async ({ headers }) =>
    keepPrivately(300, Response.json(openApiDocument(serverAddress(headers)))),
})
