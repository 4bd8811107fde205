import type { IncomingMessage } from 'node:http'

/** Whether the head of a request announces a body (RFC 9112, section 6.3). */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Receives the body of a request. It keeps at most `limit` bytes and resolves as soon as it has
 * them. It reads and discards the rest while the response is sent, since closing a connection in
 * the middle of a body cuts off the response.
 * @param limit in bytes
 * @returns null when the client disconnected before
 */
export function receiveBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  return new Promise((resolve) => {
    const finish = () => resolve(Buffer.concat(chunks).subarray(0, limit))
    request.on('data', (chunk: Buffer) => {
      if (size >= limit) return
      chunks.push(chunk)
      size += chunk.length
      if (size >= limit) finish()
    })
    request.once('end', finish)
    request.once('error', () => resolve(null))
    request.once('close', () => resolve(null))
  })
}
