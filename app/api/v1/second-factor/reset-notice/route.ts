import { contract } from '@/app/api/v1/second-factor/reset-notice/contract'
import { resource } from '@/lib/api/resource'
import { markResetRead } from '@/lib/second-factor/reset-notice'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = resource(contract, {
  DELETE: async ({ principal }) => {
    await markResetRead(principal.subject.id)
    return { msg: 'Noted' }
  },
})
