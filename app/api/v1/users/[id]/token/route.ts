import { contract } from '@/app/api/v1/users/[id]/token/contract'
import { resource } from '@/lib/api/resource'
import { servicesRefused } from '@/lib/api/service-refusals'
import { notMachine, tokenNotFound, userNotFound } from '@/lib/api/user-refusals'
import { ProblemError } from '@/lib/http/problem'
import {
  changeMachineToken,
  createMachineToken,
  deleteTokenOf,
  getTokenOf,
} from '@/lib/people/token'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  GET: async ({ params: { id } }) => {
    const token = await getTokenOf(id)
    if (token) return token
    throw tokenNotFound()
  },

  POST: async ({ params: { id }, input, actor }) => {
    const result = await createMachineToken(actor, id, input.name)
    switch (result.outcome) {
      case 'created':
        return result.token
      case 'person':
        throw notMachine()
      case 'token_exists':
        throw new ProblemError('token_exists', 'It has a token. Delete it to create another.')
      case 'not_found':
        throw userNotFound()
    }
  },

  PATCH: async ({ params: { id }, input, actor }) => {
    const result = await changeMachineToken(actor, id, input)
    switch (result.outcome) {
      case 'changed':
        return result.token
      case 'services_refused':
        throw servicesRefused(result.places)
      case 'person':
        throw notMachine()
      case 'not_found':
        throw tokenNotFound()
    }
  },

  DELETE: async ({ params: { id }, actor }) => {
    if (await deleteTokenOf(actor, id)) return { msg: 'Token deleted' }
    throw tokenNotFound()
  },
})
