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
 * Forwards requests to the app and returns its responses. A request is forwarded when its body is
 * complete and its turn has come. So the app starts no work for a client that has disconnected,
 * waits for no client, and has a limited number of requests at once.
 */

/**
 * Hop-by-hop headers (RFC 9110, section 7.6.1). The headers that frame the body are hop-by-hop too.
 */
const ofConnection = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
  'expect',
]

/**
 * The app has one thread. More concurrent requests would only wait inside the app, where they
 * cannot leave the queue.
 */
const limits: QueueLimits = { running: 16, runningOfOne: 12, present: 1_024, presentOfOne: 512 }

/** How long a client may stop reading once a response has begun. */
const stalledMs = 30_000

/** Number of retries, and their interval, for connections to a running app. */
const connectTries = 20
const connectRetryMs = 50

/**
 * @param policy headers that the response gets unless the app sets them
 * @param client the client address, by which the fair queue counts requests
 */
export type Handle = (
  request: IncomingMessage,
  response: ServerResponse,
  policy: BrowserPolicy,
  client: string,
) => void

/** The server that requests are forwarded to. */
export interface Upstream {
  /** The path of its socket; null while it is not running. */
  socketPath(): string | null
  /** Makes it listen again after a connection was refused. */
  repair(): Promise<void>
}

/** @returns a handler that forwards requests and streams the responses back byte for byte */
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
    // The disconnect of a client that leaves at once is seen in the next turn of the event loop.
    await new Promise(setImmediate)
    await ticket.turn()
    // From here on the ticket is held until the app has answered.
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

/** @returns null if Node rejects the request as invalid */
function ask({ request, body }: Exchange, socketPath: string, agent: Agent): ClientRequest | null {
  const { method, url: path } = request
  const framing = ['content-length', 'transfer-encoding']
  const length = body === null ? [] : ['Content-Length', `${body.length}`]
  // Node accepts alternating names and values, but its types do not.
  const headers = withoutHops(request.rawHeaders, framing).concat(
    length,
  ) as unknown as OutgoingHttpHeaders
  try {
    return httpRequest({ agent, socketPath, method, path, headers, setHost: false })
  } catch {
    return null
  }
}

const unforwardable = () => new ProblemError('input_invalid', 'This request cannot be forwarded.')

function handBack(answer: IncomingMessage, onward: ClientRequest, exchange: Exchange): void {
  const { response, policy, ticket } = exchange
  answer.once('close', () => ticket.leave())
  answer.on('error', () => response.destroy())
  // The client has disconnected. A response that is not read to its end would keep its ticket and
  // its connection to the app, even when the app has completed it.
  const abandon = () => {
    if (!answer.readableEnded) onward.destroy()
    ticket.leave()
  }
  if (response.writableEnded || response.closed) {
    abandon()
    return
  }
  response.once('close', abandon)
  const headers = withoutHops(answer.rawHeaders, ['transfer-encoding'])
  const missing = [...policy].filter(([name]) => !(name.toLowerCase() in answer.headers))
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.concat(...missing))
  // The response head is sent without waiting for the body.
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders()
  })
  // A slow reader keeps its connection, but does not block other clients' access to the app.
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

/** @param headers alternating names and values */
function withoutHops(headers: string[], more: string[] = []): string[] {
  const hops = [...ofConnection, ...more]
  return headers.filter((_, i) => !hops.includes((headers[i - (i % 2)] as string).toLowerCase()))
}
