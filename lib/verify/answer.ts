import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { env } from '@/lib/env'
import { clientAddressOf } from '@/lib/http/client-address'
import { type Credential, type HeaderReader, readCredentialOrBasic } from '@/lib/http/credentials'
import { currentMoment, type Verdict, verify } from '@/lib/verify/verify'

/*
 * Verification straight on node:http: Next's router costs some twenty times the work itself. A route handler gives the same answer
 * where the address is spelled in another way.
 *
 * What arrives together is answered together: requests wait until everything that the sockets held has been read, and then the
 * database is asked once whether anything has changed. It is asked after every one of them had arrived, so that none gets an
 * answer older than itself.
 */

const path = '/api/v1/verify'

interface Question {
  credential: Credential | null
  request: IncomingMessage
  response: ServerResponse
}

let waiting: Question[] = []

/** Whether this is the verifier's address, or one below it: proxies append the path that they are asked for. */
export function isVerification({ url = '' }: IncomingMessage): boolean {
  return url.startsWith(path) && (url.length === path.length || ['/', '?'].includes(url.charAt(path.length)))
}

/** Answers whatever the method is. A body is not read. */
export function answerVerification(request: IncomingMessage, response: ServerResponse): void {
  const credential = readCredentialOrBasic(new NodeHeaders(request))
  if (waiting.push({ credential, request, response }) === 1) setImmediate(answerAll)
}

function answerAll(): void {
  const questions = waiting
  waiting = []
  const moment = currentMoment()
  for (const { credential, request, response } of questions) {
    const verdict = verify(credential, moment, () => clientAddressOf(request, env().trustedProxies))
    if (verdict instanceof Promise) void verdict.then((late) => send(response, late))
    else send(response, verdict)
  }
}

function send(response: ServerResponse, { status, headers, body }: Verdict): void {
  response.writeHead(status, headers).end(body)
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
    return name === 'authorization' ? (this.#request.headersDistinct[name]?.join(', ') ?? value) : value
  }
}
