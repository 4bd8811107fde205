import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** More than any client sends at once. What Node has read already can be 2,000 short ones. */
const maxWaiting = 100

const waiting = new WeakMap<Socket, number>()

/**
 * Handles one request of a connection at a time: its answers have to be in order anyway. While others wait, no more are read, so that a
 * client which sends many at once takes no more than its share.
 */
export function inTurn(
  { socket }: IncomingMessage,
  response: ServerResponse,
  start: () => void,
): void {
  // A response has its socket when the answers before it are through.
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
