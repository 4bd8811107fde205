import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'

export const contract = {
  path: '/api/v1/openapi.json',
  tag: 'Server',
  GET: {
    operationId: 'getOpenApi',
    summary: 'This document',
    who: 'anyone',
    answer: {
      description: 'OpenAPI 3.1.',
      body: z.looseObject({ openapi: z.string().meta({ examples: ['3.1.0'] }) }),
      // The document contains the URL at which it was requested: no shared cache may store it.
      cache: { by: 'private', seconds: 300 },
    },
  },
} satisfies Contract
