import { cacheFor, resource } from '@/lib/api/resource'
import { keyring } from '@/lib/config/keyring'
import { toJwks } from '@/lib/tokens/jwks'

/** As long as somebody may go on with the keys of before. Whoever meets a key that they do not know asks again. */
const maxAgeSeconds = 300

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource({
  GET: async () =>
    cacheFor(maxAgeSeconds, Response.json(toJwks(keyring().all.map(({ signing }) => signing)))),
})
