import { contract } from '@/app/api/v1/users/[id]/token/rotate/contract'
import { resource } from '@/lib/api/resource'
import { rotationInProgress } from '@/lib/api/token-refusals'
import { notMachine, tokenNotFound } from '@/lib/api/user-refusals'
import { rotateMachineToken } from '@/lib/people/rotate-token'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  POST: async ({ params: { id }, input, actor }) => {
    const result = await rotateMachineToken(actor, id, input.grace)
    switch (result.outcome) {
      case 'rotated':
        return result.token
      case 'rotation_in_progress':
        throw rotationInProgress()
      case 'person':
        throw notMachine()
      case 'not_found':
        throw tokenNotFound()
    }
  },
})
