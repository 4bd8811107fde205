import { contract } from '@/app/.well-known/jwks.json/contract'
import { resource } from '@/lib/api/resource'
import { keyring } from '@/lib/config/keyring'
import { toJwks } from '@/lib/tokens/jwks'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async () => toJwks(keyring().all.map(({ signing }) => signing)),
})
