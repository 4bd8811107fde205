import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { ProblemError, toAnswer } from '@/lib/http/problem'

/*
 * Handles input that Node's parser rejects before it becomes a request: it gets the usual problem
 * response, and the connection is closed.
 */

const faults: Record<string, { status: number; detail: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The headers are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { status: 413, detail: 'The chunk extensions are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time.' },
}
const otherFault = { status: 400, detail: 'This is not HTTP.' }

/** Node exposes the current response by this name only. */
type ServerSocket = Duplex & { _httpMessage?: ServerResponse }

/** Handles `clientError`. It never writes into a response whose headers were sent. */
export function refuseMalformed({ code = '' }: NodeJS.ErrnoException, socket: ServerSocket): void {
  if (!socket.writable || socket._httpMessage?.headersSent) {
    socket.destroy()
    return
  }
  socket.end(answerTo(faults[code] ?? otherFault), () => socket.destroy())
}

function answerTo({ status, detail }: { status: number; detail: string }): string {
  const { headers, body } = toAnswer(new ProblemError('input_invalid', detail, { status }))
  const described = {
    ...headers,
    'content-length': `${Buffer.byteLength(body)}`,
    connection: 'close',
  }
  const lines = Object.entries(described).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', body].join('\r\n')
}
