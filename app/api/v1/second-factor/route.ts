import { contract } from '@/app/api/v1/second-factor/contract'
import { resource } from '@/lib/api/resource'
import { describeSecondFactor } from '@/lib/second-factor/describe'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ actor }) => describeSecondFactor(actor),
})
