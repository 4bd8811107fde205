import { type Contract, done } from '@/lib/api/contract'
import { ofService, serviceChangeInput } from '@/lib/services/schema'
import { serviceRow } from '@/shared/service-row'

export const contract = {
  path: '/api/v1/services/{name}',
  tag: 'Services',
  PATCH: {
    operationId: 'changeService',
    summary: 'Change a service',
    description:
      'From then on, no instance answers by the previous rule. Another name is another address to verify at: the proxy is refused until it asks there. `groups` count while `access` is `groups`. `url: null` removes the address.',
    who: 'owner',
    params: ofService,
    json: serviceChangeInput,
    answer: { description: 'The service as it is now.', body: serviceRow },
    refusals: ['not_found', 'service_exists'],
  },
  DELETE: {
    operationId: 'deleteService',
    summary: 'Delete a service',
    description: 'Its proxy is refused from then on. It is taken off the lists of tokens.',
    who: 'owner',
    params: ofService,
    answer: { description: 'It is deleted.', body: done('Service deleted') },
    refusals: ['not_found'],
  },
} satisfies Contract
