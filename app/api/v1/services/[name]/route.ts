import { contract } from '@/app/api/v1/services/[name]/contract'
import { resource } from '@/lib/api/resource'
import { serviceExists, serviceNotFound } from '@/lib/api/service-refusals'
import { changeService } from '@/lib/services/change-service'
import { deleteService } from '@/lib/services/delete-service'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  PATCH: async ({ params: { name }, input, actor }) => {
    const result = await changeService(actor, name, input)
    if (result.outcome === 'stored') return result.service
    throw result.outcome === 'service_exists' ? serviceExists() : serviceNotFound()
  },

  DELETE: async ({ params: { name }, actor }) => {
    if (await deleteService(actor, name)) return { msg: 'Service deleted' }
    throw serviceNotFound()
  },
})
