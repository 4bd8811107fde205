import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import {
  appRestarting,
  databaseNotReady,
  methodNotAllowed,
  serverStopping,
} from '@/lib/http/refusals'
import { problemResponse, sendAnswer } from '@/server/send-answer'
import type { Shutdown } from '@/server/shutdown'

/*
 * Liveness and readiness probes for supervisors and load balancers. The main process answers them,
 * so that they report the true state while the app process is down, and regardless of how many
 * requests are queued for it.
 */

/** Time limit of the readiness check. A load balancer gets its answer within one second. */
const limitMs = 900

const livenessPath = '/api/health'
const readinessPath = '/api/ready'
const allow = 'GET, HEAD, OPTIONS'

/** Whether the database answers the app and holds every migration. */
export type IsReady = () => Promise<boolean>

/**
 * Answers the request if it is a probe.
 * @returns whether it was a probe
 */
export type AnswerProbe = (
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
) => boolean

export function answerProbes(isReady: IsReady, shutdown: Shutdown): AnswerProbe {
  let asking: Promise<Response> | null = null

  /** Probes that arrive during a check share its result. */
  function readiness(): Promise<Response> {
    asking ??= ask(isReady).finally(() => {
      asking = null
    })
    return asking
  }

  async function answer(path: string, method: string): Promise<Response> {
    if (method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } })
    if (method !== 'GET' && method !== 'HEAD') return problemResponse(methodNotAllowed(allow))
    if (path === livenessPath) return ok()
    return shutdown.isAsked ? problemResponse(serverStopping()) : (await readiness()).clone()
  }

  return (path, request, response, policy) => {
    if (path !== livenessPath && path !== readinessPath) return false
    void answer(path, request.method ?? '').then((it) =>
      sendAnswer(it, request, response, { policy, allow }),
    )
    return true
  }
}

async function ask(isReady: IsReady): Promise<Response> {
  const late = setTimeout(limitMs, problemResponse(appRestarting()), { ref: false })
  const answer = isReady().then(
    (ready) => (ready ? ok() : problemResponse(databaseNotReady())),
    () => problemResponse(appRestarting()),
  )
  return Promise.race([answer, late])
}

const ok = () => Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
