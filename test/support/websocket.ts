import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'

/* A WebSocket client that only waits (RFC 6455). */

export interface OpenSocket {
  isOpen: () => boolean
  /** Resolves when the server has closed it, or cut the connection. */
  closed: Promise<void>
  close: () => void
}

/** @returns the status of a refusal, or the socket */
export async function openWebSocket(
  address: string,
  headers: Record<string, string>,
): Promise<number | OpenSocket> {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  const asked = request(address, { headers: { ...headers, ...upgrade }, agent: false }).end()
  const refused = once(asked, 'response').then(([response]: IncomingMessage[]) => {
    asked.destroy()
    return response?.statusCode ?? 0
  })
  const upgraded = once(asked, 'upgrade').then(([, socket]) => toOpenSocket(socket as Socket))
  refused.catch(() => {})
  return Promise.race([refused, upgraded])
}

function toOpenSocket(socket: Socket): OpenSocket {
  let isOpen = true
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      isOpen = false
      resolve()
    })
  })
  // A close frame is answered by nothing: the server has to cut the connection.
  socket.on('error', () => {}).resume()
  return { isOpen: () => isOpen, closed, close: () => socket.destroy() }
}
