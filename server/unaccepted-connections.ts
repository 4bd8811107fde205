import type { Worker } from 'node:cluster'

interface Connection {
  close(done?: () => void): void
}

/** Connections that were offered to a worker, until it has taken them: this process then closes its own end. */
const offered = new Map<Connection, Worker>()

/**
 * Lets go of the connections that a worker has been offered and not taken when it ends. Node would keep them open and forget them,
 * and whoever is at the other end would wait for good.
 */
export function closeUnaccepted(worker: Worker): void {
  const channel = worker.process
  const send = channel.send.bind(channel) as (...parameters: unknown[]) => boolean
  channel.send = (message: unknown, connection?: unknown, ...rest: unknown[]) => {
    if (connection) offer(connection as Connection, worker)
    return send(message, connection, ...rest)
  }
  // Not at its 'disconnect': with a connection on the way that event does not come.
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
