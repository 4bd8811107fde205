import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/**
 * The network between an instance and its database, which can be cut, drop everything, or be
 * redirected.
 */
export class Network {
  #target: number
  #isSwallowing = false
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((near) => this.#connect(near))

  private constructor(target: number) {
    this.#target = target
  }

  static async to(port: number): Promise<Network> {
    const network = new Network(port)
    network.#server.listen(0, '127.0.0.1')
    await once(network.#server, 'listening')
    return network
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Drops everything from now on, in both directions, and closes no connection. */
  swallow(): void {
    this.#isSwallowing = true
    for (const socket of this.#sockets) socket.pause()
  }

  /** Closes all connections, with the loss of data in transit; new ones are connected to `port`. */
  lead(port = this.#target): void {
    this.#target = port
    this.#isSwallowing = false
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  #connect(near: Socket): void {
    this.#keep(near)
    if (this.#isSwallowing) {
      near.pause()
      return
    }
    const far = this.#keep(connect(this.#target, '127.0.0.1'))
    near.pipe(far).pipe(near)
    near.once('close', () => far.destroy())
    far.once('close', () => near.destroy())
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => this.#sockets.delete(socket))
    return socket
  }
}
