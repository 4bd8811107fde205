import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/config/settings'
import { clientAddressOf } from '@/lib/http/client-address'
import { type Credential, type HeaderReader, readCredentialToVerify } from '@/lib/http/credentials'
import { tally } from '@/lib/metrics/tally'
import { currentMoment } from '@/verifier/moment'
import { store } from '@/verifier/store'
import type { Verdict } from '@/verifier/verdict'
import type { VerificationPath } from '@/verifier/verification-path'
import { verify } from '@/verifier/verify'

/*
 * Answers verifications directly on node:http, because Next's router costs some twenty times the
 * work itself.
 *
 * Requests that arrive together are answered as a batch: they wait until everything that the
 * sockets held has been read, and then the version of the database is read once, to detect changes.
 * It is read after every request of the batch has arrived, so that no request is answered from a
 * state older than itself.
 *
 * The duration is measured once for the batch, from the arrival of its first request.
 */

interface Question {
  credential: Credential | null
  service: string | null
  request: IncomingMessage
  response: ServerResponse
}

let waiting: Question[] = []
let arrivedAt = 0

/** Answers a request of any method. The body is not read. */
export function answerVerification(
  request: IncomingMessage,
  response: ServerResponse,
  { service }: VerificationPath,
): void {
  const credential = readCredentialToVerify(new NodeHeaders(request), env().tokenHeaders)
  if (waiting.push({ credential, service, request, response }) > 1) return
  arrivedAt = performance.now()
  setImmediate(answerAll)
}

function answerAll(): void {
  const questions = waiting
  const from = arrivedAt
  waiting = []
  const moment = currentMoment()
  let late = 0
  store().inSnapshot(() => {
    for (const { credential, service, request, response } of questions) {
      const addressOf = () => clientAddressOf(request, env().trustedProxies)
      const verdict = verify({ credential, service, moment, addressOf })
      if (verdict instanceof Promise) {
        late += 1
        void verdict.then((it) => sendLate(response, it, from))
      } else send(response, verdict)
    }
  })
  tally().verificationTimes.add(performance.now() - from, questions.length - late)
}

function sendLate(response: ServerResponse, verdict: Verdict, from: number): void {
  send(response, verdict)
  tally().verificationTimes.add(performance.now() - from)
}

function send(response: ServerResponse, { status, headers, body }: Verdict): void {
  response.writeHead(status, headers).end(body)
  const { verifications } = tally()
  verifications[status] = (verifications[status] ?? 0) + 1
}

/**
 * Node joins the values of a repeated header with commas, but keeps only the first value of some,
 * `authorization` among them.
 */
class NodeHeaders implements HeaderReader {
  readonly #headers: IncomingHttpHeaders
  readonly #request: IncomingMessage

  constructor(request: IncomingMessage) {
    this.#headers = request.headers
    this.#request = request
  }

  get(name: string): string | null {
    const value = this.#headers[name] as string | undefined
    if (value === undefined) return null
    if (name === 'xc-token' || name === 'xc-auth') return value
    return this.#request.headersDistinct[name]?.join(', ') ?? null
  }
}
