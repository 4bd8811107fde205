import { z } from 'zod'
import type { Operation, Paths } from '@/lib/api/contract/operation'

const ok: Operation['answer'] = {
  description: 'All is well.',
  body: z.object({ status: z.literal('ok') }),
}

export const server: Paths = {
  '/api/health': {
    tag: 'Server',
    get: {
      operationId: 'getHealth',
      summary: 'Does the process answer?',
      who: 'anyone',
      answer: ok,
    },
  },
  '/api/ready': {
    tag: 'Server',
    get: {
      operationId: 'getReadiness',
      summary: 'Does the database answer, and hold every migration?',
      who: 'anyone',
      answer: ok,
    },
  },
  '/api/v1/openapi.json': {
    tag: 'Server',
    get: {
      operationId: 'getOpenApi',
      summary: 'This document',
      who: 'anyone',
      answer: {
        description: 'OpenAPI 3.1.',
        body: z.looseObject({ openapi: z.string().meta({ examples: ['3.1.0'] }) }),
        cache: 'private',
      },
    },
  },
}
