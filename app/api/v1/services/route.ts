import { contract } from '@/app/api/v1/services/contract'
import { toPage } from '@/lib/api/list'
import { resource } from '@/lib/api/resource'
import { serviceExists } from '@/lib/api/service-refusals'
import { addService } from '@/lib/services/add-service'
import { listServices } from '@/lib/services/list-services'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ principal, query }) => toPage(await listServices(principal), query),

  POST: async ({ input, actor }) => {
    const result = await addService(actor, input)
    if (result.outcome === 'stored') return result.service
    throw serviceExists()
  },
})
