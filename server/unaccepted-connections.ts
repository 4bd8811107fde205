import type { Worker } from 'node:cluster'

interface Connection {
  close(done?: () => void): void
}

/**
 * Connections that were sent to a worker, until the worker accepts them: this process then closes
 * its own handle.
 */
const offered = new Map<Connection, Worker>()

/**
 * Closes the connections that were sent to a worker and not accepted before it exits. Node would
 * keep them open without a handler, and their clients would wait without end.
 */
export function closeUnaccepted(worker: Worker): void {
  const channel = worker.process
  const send = channel.send.bind(channel) as (...parameters: unknown[]) => boolean
  channel.send = (message: unknown, connection?: unknown, ...rest: unknown[]) => {
    if (connection) offer(connection as Connection, worker)
    return send(message, connection, ...rest)
  }
  // The worker's 'disconnect' event is not emitted while a connection is in transit.
  worker.once('exit', () => {
    for (const [connection, taker] of offered) if (taker === worker) connection.close()
  })
}

function offer(connection: Connection, worker: Worker): void {
  const isNew = !offered.has(connection)
  offered.set(connection, worker)
  if (!isNew) return
  const close = connection.close.bind(connection)
  connection.close = (done) => {
    offered.delete(connection)
    close(done)
  }
}
