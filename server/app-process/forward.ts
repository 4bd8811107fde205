import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { maxBodyBytes } from '@/lib/http/body'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { ProblemError } from '@/lib/http/problem'
import { hasBody, receiveBody } from '@/lib/http/receive-body'
import { appBusy, appRestarting } from '@/lib/http/refusals'
import { sendProblem } from '@/lib/http/send-problem'
import { FairQueue, type QueueLimits, type Ticket } from '@/server/app-process/fair-queue'
import { inTurn } from '@/server/pipelining'

/*
 * Requests are handed on to the app, and its answers handed back. A request is handed on when its body is here and its turn has come, so
 * the app never works for a client that has gone, waits for no client, and has at most so many requests at once.
 */

/** What concerns one connection and not the message (RFC 9110, section 7.6.1). How the body is framed is the connection's too. */
const ofConnection = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
]

/** One thread works in the app: more at once only wait there, where nobody can leave the queue. */
const limits: QueueLimits = { running: 16, runningOfOne: 12, present: 1_024, presentOfOne: 512 }

/** How long a client may take to read on, once an answer has begun. */
const stalledMs = 30_000

/** How long a connection to a running app is tried for, and how often. */
const connectTries = 20
const connectRetryMs = 50

/** @param policy headers that the answer gets where it does not say otherwise */
export type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
  client: string,
) => void

/** Where the app listens. */
export interface Upstream {
  /** Its socket in the file system; null while it is not running. */
  socketPath(): string | null
  /** Makes it listen again where a connection was refused. */
  repair(): Promise<void>
}

/** @returns what hands requests on, and hands the answers back as they come, byte for byte */
export function forwardTo(upstream: Upstream): Handle {
  const agent = new Agent({ keepAlive: true })
  const queue = new FairQueue(limits)

  async function handOn(...[request, response, policy, client]: Parameters<Handle>): Promise<void> {
    const ticket = queue.admit(client)
    if (!ticket) {
      sendProblem(response, appBusy(), policy)
      return
    }
    const leave = () => ticket.leave()
    response.once('close', leave)
    const body = hasBody(request) ? await receiveBody(request, maxBodyBytes + 1) : null
    // A client that asks and goes away at once is seen to have gone in the next turn of the event loop.
    await new Promise(setImmediate)
    await ticket.turn()
    // From here on the place is held until the app has answered.
    response.off('close', leave)
    send({ request, response, policy, ticket, body }, connectTries)
  }

  function send(exchange: Exchange, triesLeft: number): void {
    const socketPath = upstream.socketPath()
    const onward = socketPath === null ? null : ask(exchange, socketPath, agent)
    if (!onward) {
      giveUp(exchange, socketPath === null ? appRestarting() : unforwardable())
      return
    }
    onward.once('response', (answer) => handBack(answer, onward, exchange))
    onward.on('error', async (error: NodeJS.ErrnoException) => {
      if (error.syscall !== 'connect' || triesLeft === 0) return giveUp(exchange, appRestarting())
      await upstream.repair().catch(() => {})
      if (triesLeft < connectTries) await wait(connectRetryMs)
      send(exchange, triesLeft - 1)
    })
    onward.end(exchange.body)
  }

  return (request, response, policy, client) =>
    inTurn(request, response, () => void handOn(request, response, policy, client))
}

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  policy: BrowserPolicy
  ticket: Ticket
  body: Buffer | null
}

/** @returns null where Node refuses to write such a request */
function ask({ request, body }: Exchange, socketPath: string, agent: Agent): ClientRequest | null {
  const { method, url: path } = request
  const framing = ['content-length', 'transfer-encoding']
  const length = body === null ? [] : ['Content-Length', `${body.length}`]
  // Node takes names and values in turns; its types do not say so.
  const headers = withoutHops(request.rawHeaders, framing).concat(
    length,
  ) as unknown as OutgoingHttpHeaders
  try {
    return httpRequest({ agent, socketPath, method, path, headers, setHost: false })
  } catch {
    return null
  }
}

const unforwardable = () => new ProblemError('input_invalid', 'This request cannot be handed on.')

function handBack(answer: IncomingMessage, onward: ClientRequest, exchange: Exchange): void {
  const { response, policy, ticket } = exchange
  answer.once('close', () => ticket.leave())
  answer.on('error', () => response.destroy())
  // The client has gone: the app need not go on writing.
  const stop = () => onward.destroy()
  if (response.writableEnded || response.closed) return void stop()
  response.once('close', () => answer.complete || stop())
  const headers = withoutHops(answer.rawHeaders, ['transfer-encoding'])
  const unsaid = [...policy].filter(([name]) => !(name.toLowerCase() in answer.headers))
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.concat(...unsaid))
  // A head whose body is not there yet does not wait for it.
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders()
  })
  // A client that reads slowly keeps its connection, and nobody else from the app.
  answer.once('pause', () => ticket.finish())
  response.setTimeout(stalledMs, () => response.destroy())
  answer.pipe(response)
}

function giveUp({ response, policy, ticket }: Exchange, problem: ProblemError): void {
  ticket.leave()
  if (response.writableEnded || response.closed) return
  if (response.headersSent) response.destroy()
  else sendProblem(response, problem, policy)
}

/** @param headers names and values in turns */
function withoutHops(headers: string[], more: string[] = []): string[] {
  const hops = [...ofConnection, ...more]
  return headers.filter((_, i) => !hops.includes((headers[i - (i % 2)] as string).toLowerCase()))
}
