import type { Server } from 'node:http'
import { env } from '@/lib/config/settings'
import { log } from '@/lib/log/log'
import { drain } from '@/server/drain'

/*
 * A graceful shutdown: readiness is 503 from the signal on, while everything else is answered for as long as a load balancer needs to notice
 * (JETON_STOP_DELAY); then the port is closed, requests under way are finished, and the process ends.
 */

/** How long requests under way may take to finish, and how long everything after the delay may take. */
const closingLimitMs = 5_000
const stopLimitMs = 9_000

export const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** A supervisor may signal every process of a group, and those tell each other: that is one request, not two. */
const sameRequestMs = 1_000

export class Shutdown {
  /** A signal has come: no new work should be sent here. */
  isAsked = false
  /** The port is closed: connections end with their next answer. */
  isClosing = false
  #askedAt = 0
  #endDelay = () => {}

  /**
   * Shuts down on SIGTERM, SIGINT or SIGHUP. Another signal, a second later or more, ends the delay.
   * @param finish what is left to do when nothing is under way any more
   */
  onSignal(server: Server, finish: () => Promise<void>): void {
    const stop = () => {
      if (!this.isAsked) void this.#stop(server, finish)
      else if (performance.now() - this.#askedAt >= sameRequestMs) this.#endDelay()
    }
    for (const signal of stopSignals) process.on(signal, stop)
  }

  async #stop(server: Server, finish: () => Promise<void>): Promise<void> {
    this.isAsked = true
    this.#askedAt = performance.now()
    await this.#delay()
    this.isClosing = true
    setTimeout(() => server.closeAllConnections(), closingLimitMs).unref()
    setTimeout(() => process.exit(1), stopLimitMs).unref()
    await drain(server)
    await finish().catch((error) => log().error('shutdown failed', { error }))
    process.exit(0)
  }

  #delay(): Promise<void> {
    const { stopDelaySeconds } = env()
    if (stopDelaySeconds === 0) return Promise.resolve()
    return new Promise((resolve) => {
      this.#endDelay = resolve
      setTimeout(resolve, stopDelaySeconds * 1000)
    })
  }
}
