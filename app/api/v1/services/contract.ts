import type { Contract } from '@/lib/api/contract'
import { pageOf, paging } from '@/lib/api/list'
import { newServiceInput } from '@/lib/services/schema'
import { serviceRow } from '@/shared/service-row'

export const contract = {
  path: '/api/v1/services',
  tag: 'Services',
  GET: {
    operationId: 'listServices',
    summary: 'The services that you may use',
    description: 'In the order of their names. An owner sees all.',
    who: 'session',
    query: paging,
    answer: { description: 'Services.', body: pageOf(serviceRow).meta({ id: 'Services' }) },
  },
  POST: {
    operationId: 'addService',
    summary: 'Add a service',
    description:
      'Its proxy asks at `/api/v1/services/{name}/verify`. A group is created when its name is first used.',
    who: 'owner',
    json: newServiceInput,
    answer: { description: 'The new service.', body: serviceRow },
    refusals: ['service_exists'],
  },
} satisfies Contract
