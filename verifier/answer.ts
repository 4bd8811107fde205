import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/config/settings'
import { clientAddressOf } from '@/lib/http/client-address'
import { type Credential, type HeaderReader, readCredentialOrBasic } from '@/lib/http/credentials'
import { tally } from '@/lib/metrics/tally'
import { store } from '@/verifier/store'
import { currentMoment, type Verdict, verify } from '@/verifier/verify'

/*
 * Verification straight on node:http: Next's router costs some twenty times the work itself.
 *
 * What arrives together is answered together: requests wait until everything that the sockets held has been read, and then the
 * database is asked once whether anything has changed. It is asked after every one of them had arrived, so that none gets an
 * answer older than itself.
 *
 * How long that took is measured once for all of them, from the first one's arrival.
 */

const path = '/api/v1/verify'

interface Question {
  credential: Credential | null
  request: IncomingMessage
  response: ServerResponse
}

let waiting: Question[] = []
let arrivedAt = 0

/** Whether this is the verifier's address, or one below it: proxies append the path that they are asked for. */
export function isVerification({ url = '' }: IncomingMessage): boolean {
  return (
    url.startsWith(path) &&
    (url.length === path.length || ['/', '?'].includes(url.charAt(path.length)))
  )
}

/** Answers whatever the method is. A body is not read. */
export function answerVerification(request: IncomingMessage, response: ServerResponse): void {
  const credential = readCredentialOrBasic(new NodeHeaders(request))
  if (waiting.push({ credential, request, response }) > 1) return
  arrivedAt = performance.now()
  setImmediate(answerAll)
}

function answerAll(): void {
  const questions = waiting
  const from = arrivedAt
  waiting = []
  const moment = currentMoment()
  let late = 0
  store().together(() => {
    for (const { credential, request, response } of questions) {
      const verdict = verify(credential, moment, () =>
        clientAddressOf(request, env().trustedProxies),
      )
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

/** Node joins the values of a header that is there twice by a comma, but keeps the first one alone of `authorization`. */
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
    return name === 'authorization'
      ? (this.#request.headersDistinct[name]?.join(', ') ?? value)
      : value
  }
}
