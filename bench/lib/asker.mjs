/* Connections on which one credential is verified again and again, as raw sockets: a request is one
 * write, so that the moments of sending and of the answer are exact. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'

export class Asker {
  #socket
  #host
  #pauseMs
  #received = ''
  #settle = null
  #isOver = false

  constructor(socket, host, pauseMs) {
    this.#socket = socket
    this.#host = host
    this.#pauseMs = pauseMs
    socket.setNoDelay(true)
    socket.setEncoding('latin1')
    socket.on('data', (text) => this.#receive(text))
    socket.on('error', () => {})
    socket.on('close', () => this.#settle?.(null))
  }

  /** @param pauseMs between an answer and the next request */
  static async open(address, { pauseMs = 0 } = {}) {
    const { hostname, port, host } = new URL(address)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new Asker(socket, host, pauseMs)
  }

  /** @returns the status, or null when the connection was closed instead */
  ask({ path, header }) {
    if (this.#socket.destroyed) return Promise.resolve(null)
    return new Promise((resolve) => {
      this.#settle = resolve
      this.#socket.write(`GET ${path} HTTP/1.1\r\nHost: ${this.#host}\r\n${header}\r\n\r\n`)
    })
  }

  /**
   * Asks until `finish` was called, and then until two requests that were sent later are answered.
   * @param onAccepted called with the moments at which a request was sent and accepted
   * @param onFirst called after the first answer
   */
  async watch(request, { onAccepted, onFirst, isFinished }) {
    let later = 0
    let isFirst = true
    while (later < 2) {
      const wasFinished = isFinished()
      const sentAt = performance.now()
      const status = await this.ask(request)
      if (status === null) return onFirst()
      if (status === 200) onAccepted(sentAt, performance.now())
      if (isFirst) onFirst()
      isFirst = false
      if (wasFinished) later += 1
      if (this.#pauseMs > 0) await setTimeout(this.#pauseMs)
    }
  }

  close() {
    this.#isOver = true
    this.#settle = null
    this.#socket.destroy()
  }

  #receive(text) {
    if (this.#isOver) return
    this.#received += text
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.slice(0, end)
    if (/^transfer-encoding: chunked$/im.test(head)) {
      if (!this.#received.endsWith('\r\n0\r\n\r\n')) return
    } else {
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
      if (this.#received.length < end + 4 + length) return
    }
    this.#received = ''
    this.#settle?.(Number(head.slice('HTTP/1.1 '.length, 12)))
  }
}
