import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'
import type { BrowserPolicy } from '@/lib/http/browser-policy'
import { ProblemError } from '@/lib/http/problem'
import { sendProblem } from '@/lib/http/send-problem'

/** What concerns one connection and not the message (RFC 9110, section 7.6.1). How the body is framed, and what follows it, is the connection's too. */
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'expect']

/** @param policy headers that the answer gets where it does not say otherwise */
export type Handle = (request: IncomingMessage, response: ServerResponse, policy: BrowserPolicy) => void

/** Hands requests on to a server behind a socket of the file system, and its answers back, as they come, byte for byte. */
export function forwardTo(socketPath: string): Handle {
  const agent = new Agent({ keepAlive: true })

  function ask(request: IncomingMessage): ClientRequest | null {
    const { method, url: path } = request
    // Node takes names and values in turns; its types do not say so.
    const headers = withoutHops(request.rawHeaders) as unknown as OutgoingHttpHeaders
    try {
      return httpRequest({ agent, socketPath, method, path, headers, setHost: false })
    } catch {
      return null
    }
  }

  function handOn(request: IncomingMessage, response: ServerResponse, policy: BrowserPolicy): void {
    const onward = ask(request)
    if (!onward) {
      sendProblem(response, new ProblemError('input_invalid', 'This request cannot be handed on.'), policy)
      return
    }
    onward.on('response', (answer) => handBack(answer, response, policy))
    onward.on('error', () => giveUp(response, policy))
    response.on('close', () => {
      // Answered or gone. What is still on the way of a body is read and dropped: hanging up would cut off the answer.
      request.unpipe(onward).resume()
      if (!onward.writableFinished || !response.writableFinished) onward.destroy()
    })
    request.pipe(onward)
  }

  return (request, response, policy) => inTurn(request, response, () => handOn(request, response, policy))
}

/**
 * One request of a connection at a time: its answers have to be in order anyway. While others wait, no more are read, so that a client which
 * sends many at once takes no more than its share.
 */
function inTurn({ socket }: IncomingMessage, response: ServerResponse, start: () => void): void {
  // It has its socket when the answers before it are through.
  if (response.socket) {
    start()
    return
  }
  const before = waiting.get(socket)
  if (before !== undefined && before >= maxWaiting) {
    socket.destroy()
    return
  }
  // A request that is handed on has its body read, and Node then reads from the connection again, whoever waits.
  if (before === undefined) socket.on('resume', () => waiting.get(socket) && socket.pause())
  socket.pause()
  waiting.set(socket, (before ?? 0) + 1)
  response.once('socket', () => {
    const others = (waiting.get(socket) ?? 1) - 1
    waiting.set(socket, others)
    if (others === 0) socket.resume()
    start()
  })
}

/** More than any client sends at once. What Node has read already can be 2,000 short ones. */
const maxWaiting = 100

const waiting = new WeakMap<Socket, number>()

function handBack(answer: IncomingMessage, response: ServerResponse, policy: BrowserPolicy): void {
  const headers = withoutHops(answer.rawHeaders, ['transfer-encoding'])
  const unsaid = [...policy].filter(([name]) => !(name.toLowerCase() in answer.headers))
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers.concat(...unsaid))
  // A head whose body is not there yet does not wait for it.
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders()
  })
  answer.on('error', () => response.destroy())
  answer.pipe(response)
}

function giveUp(response: ServerResponse, policy: BrowserPolicy): void {
  if (response.writableEnded) return
  if (response.headersSent) {
    response.destroy()
    return
  }
  const restarting = 'The app is restarting. Try again.'
  sendProblem(
    response,
    new ProblemError('unavailable', restarting, { headers: { 'retry-after': '1' } }),
    policy,
  )
}

/** @param headers names and values in turns */
function withoutHops(headers: string[], more: string[] = []): string[] {
  const hops = [...ofConnection, ...more]
  return headers.filter((_, i) => !hops.includes((headers[i - (i % 2)] as string).toLowerCase()))
}
