import { contract } from '@/app/.well-known/security.txt/contract'
import { resource } from '@/lib/api/resource'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'
import { securityTxt } from '@/lib/security-txt'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ request: { headers } }) =>
    securityTxt({
      address: serverAddress(headers, env()),
      contacts: env().securityContacts,
      now: new Date(),
    }),
})
