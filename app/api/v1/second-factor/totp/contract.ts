import { z } from 'zod'
import { confirmationRefusals } from '@/lib/api/confirmed'
import { type Contract, done } from '@/lib/api/contract'
import { confirmationInput } from '@/lib/second-factor/schema'

export const contract = {
  path: '/api/v1/second-factor/totp',
  tag: 'Second factor',
  POST: {
    operationId: 'beginAuthenticatorApp',
    summary: 'Begin to set up an authenticator app',
    description: 'It is off until one of its codes has confirmed it.',
    who: 'session',
    beforeSecondFactor: true,
    json: confirmationInput,
    answer: {
      description: 'The secret for the app (RFC 6238).',
      body: z.object({
        secret: z.string().meta({ description: 'Base32.', examples: ['GEZDGNBVGY3TQOJQ'] }),
        uri: z.string().meta({ description: 'For a QR code.' }),
        qr: z.object({
          size: z.int().min(1).meta({ description: 'Modules on each side.' }),
          path: z.string().meta({ description: 'The dark modules, as an SVG path.' }),
        }),
      }),
    },
    refusals: ['second_factor_exists', ...confirmationRefusals],
  },
  DELETE: {
    operationId: 'removeAuthenticatorApp',
    summary: 'Remove your authenticator app',
    who: 'session',
    json: confirmationInput,
    answer: { description: 'It is off.', body: done('Authenticator app removed') },
    refusals: ['not_found', ...confirmationRefusals],
  },
} satisfies Contract
