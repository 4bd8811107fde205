import { openApiDocument } from '@/lib/api/contract/document'
import { keepPrivately, resource } from '@/lib/api/resource'
import { serverAddress } from '@/lib/http/server-address'

/** It names the address that it was asked at: no shared cache may give it to whoever asks at another. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async ({ headers }) =>
    keepPrivately(300, Response.json(openApiDocument(serverAddress(headers)))),
})
