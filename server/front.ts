import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { env } from '@/lib/config/settings'
import { isApiAddress, normalizeTarget, originFormOf, pathOf } from '@/lib/http/address'
import { dropForeignHeaders, setHeader } from '@/lib/http/app-headers'
import { type BrowserPolicy, browserPolicies, passNonce } from '@/lib/http/browser-policy'
import { announceClient, clientAddressOf } from '@/lib/http/client-address'
import { refuseMalformed } from '@/lib/http/malformed'
import { expectationFailed, hostMissing } from '@/lib/http/refusals'
import { requestIdHeader } from '@/lib/http/request-id'
import { sendProblem } from '@/lib/http/send-problem'
import { refuseUnroutable } from '@/lib/http/unroutable'
import type { Handle } from '@/server/app-process/forward'
import { answerProbes, type IsReady } from '@/server/health'
import { follow } from '@/server/request-log'
import type { AnswerReceiver } from '@/server/revocation-stream/answer'
import type { Shutdown } from '@/server/shutdown'
import { answerVerification } from '@/verifier/answer'
import { respelledVerificationOf, verificationPathOf } from '@/verifier/verification-path'

/*
 * The public HTTP server. It answers verifications itself, and keeps requests that could confuse
 * Next away from it.
 */

interface Front {
  dev: boolean
  handle: Handle
  shutdown: Shutdown
  isReady: IsReady
  answerReceiver: AnswerReceiver
}

/** @returns the server of the public port, not listening yet */
export function createFront({ dev, handle, shutdown, isReady, answerReceiver }: Front): Server {
  const policyOf = browserPolicies({ dev, isHttps: env().isHttps })
  const answerProbe = answerProbes(isReady, shutdown)

  function answer(request: IncomingMessage, response: ServerResponse): void {
    // The connection was destroyed while parsed input still contained further requests.
    if (request.socket.destroyed) return
    // A proxy appends the original request path, unmodified, to the verifier's address. The
    // appended part has no effect.
    const sent = originFormOf(request.url ?? '')
    const named = verificationPathOf(sent)
    const url = named ? sent : normalizeTarget(sent)
    request.url = url
    if (lacksHost(request)) {
      sendProblem(response, hostMissing(), policyOf(url))
      return
    }
    // Proxies close their connections while the port is still open: closing a connection on
    // which it has just sent a write would lose the write's answer.
    if (shutdown.isAsked) response.shouldKeepAlive = false
    const verification = named ?? respelledVerificationOf(sent, url)
    if (verification) {
      answerVerification(request, response, verification)
      return
    }
    const policy = policyOf(url)
    follow(request, response, policy)
    route(url, request, response, policy)
  }

  function route(
    url: string,
    request: IncomingMessage,
    response: ServerResponse,
    policy: BrowserPolicy,
  ): void {
    if (refuseUnroutable(request, response, policy, { dev })) return
    if (!dev && request.method === 'POST' && !isApiAddress(url)) {
      showPageAgain(url, response, policy)
      return
    }
    const path = pathOf(url)
    if (answerProbe(path, request, response, policy)) return
    if (answerReceiver(path, request, response, policy)) return
    handOn(request, response, policy)
  }

  function handOn(request: IncomingMessage, response: ServerResponse, policy: BrowserPolicy): void {
    const client = clientAddressOf(request, env().trustedProxies)
    dropForeignHeaders(request, { dev })
    if (request.headers.host === undefined) setHeader(request, 'host', 'localhost')
    setHeader(request, requestIdHeader, policy.get(requestIdHeader) ?? '')
    passNonce(request, policy)
    announceClient(request, client)
    handle(request, response, policy, client)
  }

  // HTTP/1.0 has no Host header, and load balancers use HTTP/1.0 for their probes.
  const { keepAliveSeconds } = env()
  const server = createServer(
    { requireHostHeader: false, keepAliveTimeout: keepAliveSeconds * 1000 },
    answer,
  )
  // Only the header size limit applies: Node would drop headers after the 2,000th, possibly a
  // credential among them.
  server.maxHeadersCount = 0
  server.on('clientError', refuseMalformed)
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
    sendProblem(response, expectationFailed(), policyOf(normalizeTarget(request.url))),
  )
  return server
}

/**
 * Redirects a form that was submitted before its script loaded to the empty form. The submitted
 * data is not read.
 */
function showPageAgain(url: string, response: ServerResponse, policy: BrowserPolicy): void {
  response.setHeaders(policy).writeHead(303, { location: url }).end()
}

/** Whether the Host header is missing. HTTP/1.1 requires it (RFC 9112, section 3.2). */
const lacksHost = ({ headers, httpVersion }: IncomingMessage) =>
  headers.host === undefined && httpVersion !== '1.0'
