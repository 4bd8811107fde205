import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { env } from '@/lib/config/settings'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { openToOrigin } from '@/lib/http/cors'
import { type ProblemError, toAnswer } from '@/lib/http/problem'
import {
  appRestarting,
  databaseNotReady,
  methodNotAllowed,
  serverStopping,
} from '@/lib/http/refusals'
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
    if (method !== 'GET' && method !== 'HEAD') return toResponse(methodNotAllowed(allow))
    if (path === livenessPath) return ok()
    return shutdown.isAsked ? toResponse(serverStopping()) : (await readiness()).clone()
  }

  return (path, request, response, policy) => {
    if (path !== livenessPath && path !== readinessPath) return false
    void answer(path, request.method ?? '').then((it) => write(it, request, response, policy))
    return true
  }
}

async function ask(isReady: IsReady): Promise<Response> {
  const late = setTimeout(limitMs, toResponse(appRestarting()), { ref: false })
  const answer = isReady().then(
    (ready) => (ready ? ok() : toResponse(databaseNotReady())),
    () => toResponse(appRestarting()),
  )
  return Promise.race([answer, late])
}

const ok = () => Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })

function toResponse(problem: ProblemError): Response {
  const { status, headers, body } = toAnswer(problem)
  return new Response(body, { status, headers })
}

async function write(
  answer: Response,
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
): Promise<void> {
  const { method = '', headers } = request
  const names = [
    'origin',
    'access-control-request-method',
    'access-control-request-headers',
  ] as const
  const asked = new Headers(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])))
  openToOrigin(
    new Request('http://localhost', { method, headers: asked }),
    answer,
    env().corsOrigins,
    allow,
  )
  const body = await answer.text()
  response.setHeaders(policy).setHeaders(answer.headers).writeHead(answer.status).end(body)
}
