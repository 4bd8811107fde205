import {
  Agent,
  request as ask,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type RequestListener,
  type ServerResponse,
} from 'node:http'
import { ProblemError, toAnswer } from '@/lib/http/problem'

/** What concerns one connection and not the message (RFC 9110, section 7.6.1). How the body is framed is the connection's too. */
const ofConnection = ['connection', 'keep-alive', 'proxy-connection', 'te', 'upgrade', 'expect']

/** Hands requests on to a server behind a socket of the file system, and its answers back, as they come, byte for byte. */
export function forwardTo(socketPath: string): RequestListener {
  const agent = new Agent({ keepAlive: true })
  return (request, response) => {
    const { method, url: path } = request
    // Node takes names and values in turns; its types do not say so.
    const headers = withoutHops(request.rawHeaders) as unknown as OutgoingHttpHeaders
    const onward = ask({ agent, socketPath, method, path, headers, setHost: false })
    onward.on('response', (answer) => handBack(answer, response))
    onward.on('error', () => giveUp(response))
    response.on('close', () => {
      // Answered or gone. What is still on the way of a body is read and dropped: hanging up would cut off the answer.
      request.unpipe(onward).resume()
      if (!onward.writableFinished || !response.writableFinished) onward.destroy()
    })
    request.pipe(onward)
  }
}

function handBack(answer: IncomingMessage, response: ServerResponse): void {
  const headers = withoutHops(answer.rawHeaders, ['transfer-encoding'])
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers)
  // A head whose body is not there yet does not wait for it.
  setImmediate(() => {
    if (!response.writableEnded) response.flushHeaders()
  })
  answer.on('error', () => response.destroy())
  answer.pipe(response)
}

function giveUp(response: ServerResponse): void {
  if (response.writableEnded) return
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { status, headers, body } = toAnswer(
    new ProblemError('unavailable', 'The app is restarting. Try again.', { headers: { 'retry-after': '1' } }),
  )
  response.writeHead(status, headers).end(body)
}

/** @param headers names and values in turns */
function withoutHops(headers: string[], more: string[] = []): string[] {
  const hops = [...ofConnection, ...more]
  return headers.filter((_, i) => !hops.includes((headers[i - (i % 2)] as string).toLowerCase()))
}
