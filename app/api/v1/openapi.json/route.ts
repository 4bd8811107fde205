import { contract } from '@/app/api/v1/openapi.json/contract'
import { contracts } from '@/app/api/v1/openapi.json/contracts'
import { describeApi, servedAt } from '@/lib/api/openapi/document'
import { resource } from '@/lib/api/resource'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'

const document = describeApi(contracts)

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ request: { headers } }) => servedAt(document, serverAddress(headers, env())),
})
