import type { IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/config/settings'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { clientAddressOf } from '@/lib/http/client-address'
import { readCredential } from '@/lib/http/credentials'
import { ProblemError } from '@/lib/http/problem'
import {
  databaseUnavailable,
  methodNotAllowed,
  serverStopping,
  tooManyReceivers,
} from '@/lib/http/refusals'
import { inTurn } from '@/server/pipelining'
import { admitReceiver } from '@/server/revocation-stream/admit-receiver'
import { openAuditLog } from '@/server/revocation-stream/audit-log'
import { readPosition } from '@/server/revocation-stream/position'
import { Receiver } from '@/server/revocation-stream/receiver'
import { type Beginning, Receivers } from '@/server/revocation-stream/receivers'
import { openToPage, problemResponse, sendAnswer } from '@/server/send-answer'
import type { Shutdown } from '@/server/shutdown'
import { recordUse } from '@/verifier/usage'

/*
 * GET /api/v1/revocations, answered by the main process: docs/decisions/0035-revocation-stream.md.
 * The cookie does not count, so that no page of another site can receive for its visitor.
 */

const path = '/api/v1/revocations'
const allow = 'GET, HEAD, OPTIONS'

/**
 * A proxy passes every event on at once: nginx by the first, Caddy because it compresses nothing.
 */
const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
  'content-encoding': 'identity',
}

/**
 * Answers the request if it is for the stream.
 * @returns whether it was
 */
export type AnswerReceiver = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
) => boolean

/** Streams end when the server is asked to stop. */
export function answerReceivers(shutdown: Shutdown): AnswerReceiver {
  const receivers = new Receivers(openAuditLog())
  shutdown.onAsked(() => receivers.end())

  /**
   * @returns the answer, unless the stream has begun
   * @throws ProblemError; Error if the database cannot be queried
   */
  async function stream(
    request: IncomingMessage,
    response: ServerResponse,
    policy: BrowserPolicy,
  ): Promise<Response | null> {
    if (shutdown.isAsked) throw serverStopping()
    const receiver = await admit(request, response)
    const begun = new Response(null, { headers: streamHeaders })
    if (request.method === 'HEAD') return begun
    if (receivers.isFull) throw tooManyReceivers()
    if (!receiver.isOpen) return null
    openToPage(begun, request, allow)
    response.once('close', () => receivers.remove(receiver))
    response.setHeaders(policy)
    await receivers.add(receiver, beginningOf(request), begun.headers)
    return null
  }

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    policy: BrowserPolicy,
  ): Promise<void> {
    const answered =
      answerOther(request.method ?? '') ??
      (await stream(request, response, policy).catch(toProblem))
    if (answered) await sendAnswer(answered, request, response, { policy, allow })
  }

  return (asked, request, response, policy) => {
    if (asked !== path) return false
    inTurn(request, response, () => void answer(request, response, policy))
    return true
  }
}

/** Answers the methods that need no credential. */
function answerOther(method: string): Response | null {
  if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
  return method === 'GET' || method === 'HEAD' ? null : problemResponse(methodNotAllowed(allow))
}

const toProblem = (error: unknown) =>
  problemResponse(error instanceof ProblemError ? error : databaseUnavailable())

/** @throws ProblemError as `admitReceiver`; Error if the database cannot be queried */
async function admit(request: IncomingMessage, response: ServerResponse): Promise<Receiver> {
  const header = (name: string) => request.headersDistinct[name]?.join(', ') ?? null
  const addressOf = () => clientAddressOf(request, env().trustedProxies)
  const { principal, credential } = await admitReceiver(readCredential({ get: header }), addressOf)
  recordUse(principal)
  return new Receiver(response, { userId: principal.subject.id, credential })
}

function beginningOf({ headers }: IncomingMessage): Beginning {
  const id = headers['last-event-id']
  if (id === undefined || id === '') return null
  return readPosition(String(id)) ?? 'unknown'
}
