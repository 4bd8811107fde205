import { z } from 'zod'
import type { Contract } from '@/lib/api/contract'

/** server/revocation-stream/answer.ts answers, without Next. */
export const contract = {
  path: '/api/v1/revocations',
  tag: 'Verification',
  GET: {
    operationId: 'receiveRevocations',
    summary: 'Receive every revocation',
    description:
      'For a service that keeps something open, such as a WebSocket: Server-Sent Events, for an owner or a machine with the role `service`. `revocation` names the end of an API token (or a secret of it that was replaced, or its use at some services), a session, or everything of a user. `reset` says to close everything. `heartbeat` comes every 5 seconds: a receiver that has received nothing for 15 treats everything that it has open as ended. Every instance sends what any instance has done, in order. With `Last-Event-ID`, the stream goes on after that event; if that is not possible, it begins with `reset`. Expiries are not announced.',
    who: 'receiver',
    headers: z.object({
      'Last-Event-ID': z
        .string()
        .optional()
        .meta({ description: 'The `id` of the last event of the stream before.' }),
    }),
    answer: {
      description:
        'Events, until the server stops or the receiver may not receive any more. The data of `revocation` is JSON: `kind` (`api_token`, `session` or `user`), `user_id`, `token_id`, `session_id`, `reason` (the action in the audit log) and `at`.',
      events: z.string().meta({
        examples: [
          'event: revocation\nid: 7.0190b5a4-6a0e-7c3d-8b1f-2d9e4c5a6b7c\ndata: {"kind":"api_token","user_id":"0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d","token_id":"3f0f7c0e-7f5f-4a5b-9d0a-0f6f1d3d6c11","session_id":null,"reason":"token_deleted","at":"2026-11-30T12:00:00.000Z"}\n\n',
        ],
      }),
    },
    refusals: ['owner_required'],
  },
} satisfies Contract
