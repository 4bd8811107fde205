import { z } from 'zod'
import { confirmationRefusals } from '@/lib/api/confirmed'
import type { Contract } from '@/lib/api/contract'
import { confirmationInput } from '@/lib/second-factor/schema'
import { connectedProvider } from '@/shared/openid'

export const contract = {
  path: '/api/v1/auth/oidc/connection',
  tag: 'Accounts',
  GET: {
    operationId: 'getConnection',
    summary: 'Whether you are connected with the OpenID provider',
    who: 'session',
    answer: { description: 'The provider and the connection.', body: connectedProvider },
    refusals: ['not_found'],
  },
  POST: {
    operationId: 'connect',
    summary: 'Connect your account with the OpenID provider',
    description: 'For a browser: its cookies complete the connection when it comes back.',
    who: 'session',
    json: confirmationInput,
    answer: {
      description: 'The address of the provider, to be opened in this browser.',
      body: z.object({ url: z.url() }),
      setsCookies: true,
    },
    refusals: ['not_found', 'provider_unavailable', ...confirmationRefusals],
  },
  DELETE: {
    operationId: 'disconnect',
    summary: 'Disconnect your account from the OpenID provider',
    description: 'Ends the sessions that were started through the provider, except this one.',
    who: 'session',
    json: confirmationInput,
    answer: { description: 'Disconnected.', body: connectedProvider },
    refusals: ['not_found', 'only_way_in', ...confirmationRefusals],
  },
} satisfies Contract
