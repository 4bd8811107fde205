import { cacheFor, resource } from '@/lib/api/resource'
import { keyring } from '@/lib/config/keyring'
import { toJwks } from '@/lib/tokens/jwks'

/**
 * How long clients may use cached keys. A client that meets an unknown key fetches the set again.
 */
const maxAgeSeconds = 300

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async () =>
    cacheFor(maxAgeSeconds, Response.json(toJwks(keyring().all.map(({ signing }) => signing)))),
})
