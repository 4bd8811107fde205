import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Maximum number of pipelined requests that wait on one connection. No known client sends more. */
const maxWaiting = 100

const waiting = new WeakMap<Socket, number>()

/**
 * Handles the requests of a connection one at a time, since their responses must be in order
 * anyway. The connection is read on while requests wait: a disconnect would go unnoticed otherwise,
 * and the app would work for a client that is gone. A connection with more than `maxWaiting`
 * waiting requests is destroyed.
 */
export function inTurn(
  { socket }: IncomingMessage,
  response: ServerResponse,
  start: () => void,
): void {
  // Node assigns the socket to a response once all earlier responses are complete.
  if (response.socket) {
    start()
    return
  }
  const before = waiting.get(socket) ?? 0
  if (before >= maxWaiting) {
    socket.destroy()
    return
  }
  waiting.set(socket, before + 1)
  response.once('socket', () => {
    waiting.set(socket, (waiting.get(socket) ?? 1) - 1)
    // Node assigns a closed socket too. Such a response never emits `close`, so nothing that waits
    // for the disconnect would end.
    if (!socket.destroyed) start()
  })
}
