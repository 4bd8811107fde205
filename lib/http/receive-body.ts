import type { IncomingMessage } from 'node:http'

/** Whether the head of a request announces a body (RFC 9112, section 6.3). */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * Receives the body of a request. At most `limit` bytes are kept: with the last of them it counts as received, and the rest is read and
 * dropped while the answer is on its way, since a connection that is closed in the middle of a body cuts off the answer.
 * @param limit in bytes
 * @returns null where the client went away before
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
