import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'

/*
 * Many connections that ask the verifier again and again. They are raw sockets: a request is one
 * write, so that "sent after" is exact.
 */

interface Asking {
  /** The path of the verification. */
  path?: string
  /**
   * The longest pause between the answer and the next request of a connection. Without pauses, many
   * connections would keep all cores busy, and a revocation would wait for them. Each pause is
   * random, so that the connections do not all pause at the same time.
   */
  pauseMs?: number
}

/** The number of answers by status. */
export type Statuses = Record<number, number>

/** Sends a request with this header on one connection, and returns the status of the answer. */
export type Send = (header: string) => Promise<number>

export interface Hammering {
  /** Answers to requests that were sent before the credential was revoked. */
  before: Statuses
  /** Answers to requests that were sent after the revocation had been confirmed. */
  after: Statuses
}

export class Hammer {
  readonly #lines: Line[]
  readonly #pauseMs: number

  private constructor(lines: Line[], pauseMs: number) {
    this.#lines = lines
    this.#pauseMs = pauseMs
  }

  static async connect(
    address: string,
    connections = 24,
    { path = '/api/v1/verify', pauseMs = 20 }: Asking = {},
  ): Promise<Hammer> {
    return new Hammer(
      await Promise.all(Array.from({ length: connections }, () => Line.connect(address, path))),
      pauseMs,
    )
  }

  /**
   * Asks on every connection while `revoke` is in progress, and twice more on each when it has
   * resolved. A connection that pauses at that moment asks at once.
   */
  async while(header: string, revoke: () => Promise<unknown>): Promise<Hammering> {
    const statuses: Hammering = { before: {}, after: {} }
    const askOnce = async (line: Line, phase: keyof Hammering) => {
      const status = await line.ask(header)
      statuses[phase][status] = (statuses[phase][status] ?? 0) + 1
    }
    let isRevoked = false
    const ask = async (line: Line, revoked: Promise<unknown>) => {
      while (!isRevoked) {
        await askOnce(line, 'before')
        await Promise.race([this.#pause(), revoked])
      }
      await askOnce(line, 'after')
      await askOnce(line, 'after')
    }
    // Every connection has received its first answer, and has asked again, before anything is
    // revoked.
    await Promise.all(this.#lines.map((line) => askOnce(line, 'before')))
    let begin = () => {}
    const revoked = new Promise<void>((resolve) => {
      begin = resolve
    })
      .then(revoke)
      .then(() => {
        isRevoked = true
      })
    const asking = this.#lines.map((line) => ask(line, revoked))
    begin()
    await Promise.all([revoked, ...asking])
    return statuses
  }

  #pause = () => setTimeout(Math.random() * this.#pauseMs)

  /**
   * Like `while`, on the connections of several, which may lead to different instances.
   * @param revoke called once, when every connection is asking
   */
  static async allWhile(
    hammers: Hammer[],
    header: string,
    revoke: () => Promise<unknown>,
  ): Promise<Hammering[]> {
    let arrived = 0
    let begin = () => {}
    const revoked = new Promise<void>((resolve) => {
      begin = resolve
    }).then(revoke)
    return Promise.all(
      hammers.map((hammer) =>
        hammer.while(header, () => {
          arrived += 1
          if (arrived === hammers.length) begin()
          return revoked
        }),
      ),
    )
  }

  /**
   * Asks once with each of these headers.
   * @returns the number of answers by status
   */
  async askAll(headers: Iterator<string>): Promise<Statuses> {
    const statuses: Statuses = {}
    const ask = async (line: Line) => {
      for (let next = headers.next(); !next.done; next = headers.next()) {
        const status = await line.ask(next.value)
        statuses[status] = (statuses[status] ?? 0) + 1
      }
    }
    await Promise.all(this.#lines.map(ask))
    return statuses
  }

  /**
   * Takes turns on every connection until `isOver`.
   * @param turn sends on its connection as often as it likes
   */
  async takeTurns(turn: (send: Send) => Promise<void>, isOver: () => boolean): Promise<void> {
    const repeat = async (send: Send) => {
      while (!isOver()) {
        await turn(send)
        await this.#pause()
      }
    }
    await Promise.all(this.#lines.map((line) => repeat((header) => line.ask(header))))
  }

  /**
   * Asks until the server closes the connections.
   * @returns the number of answers by status
   */
  async askUntilClosed(header: string): Promise<Statuses> {
    const statuses: Statuses = {}
    const ask = async (line: Line) => {
      while (line.isOpen) {
        const status = await line.ask(header).catch(() => null)
        if (status !== null) statuses[status] = (statuses[status] ?? 0) + 1
      }
    }
    await Promise.all(this.#lines.map(ask))
    return statuses
  }

  close(): void {
    for (const line of this.#lines) line.close()
  }
}

/** One keep-alive connection. */
class Line {
  isOpen = true
  readonly #socket: Socket
  readonly #host: string
  readonly #path: string
  #received = ''
  #settle: { resolve: (status: number) => void; reject: (error: Error) => void } | null = null

  private constructor(socket: Socket, host: string, path: string) {
    this.#socket = socket
    this.#host = host
    this.#path = path
    socket.setEncoding('latin1')
    socket.on('data', (text: string) => this.#receive(text))
    socket.on('error', (error) => this.#settle?.reject(error))
    socket.on('close', () => {
      this.isOpen = false
      this.#settle?.reject(new Error('The server hung up'))
    })
  }

  static async connect(address: string, path: string): Promise<Line> {
    const { hostname, port, host } = new URL(address)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new Line(socket, host, path)
  }

  ask(header: string): Promise<number> {
    if (!this.isOpen) return Promise.reject(new Error('The connection is closed'))
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.#socket.write(`GET ${this.#path} HTTP/1.1\r\nHost: ${this.#host}\r\n${header}\r\n\r\n`)
    })
  }

  close(): void {
    this.#settle = null
    this.#socket.destroy()
  }

  #receive(text: string): void {
    this.#received += text
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.slice(0, end)
    const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
    if (this.#received.length < end + 4 + length) return
    this.#received = ''
    if (/^connection: close$/im.test(head)) this.isOpen = false
    this.#settle?.resolve(Number(head.slice('HTTP/1.1 '.length, 12)))
  }
}
