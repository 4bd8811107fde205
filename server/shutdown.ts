import type { Server } from 'node:http'
import { env } from '@/lib/config/settings'
import { log } from '@/lib/log/log'
import { drain } from '@/server/drain'

/*
 * Graceful shutdown. From the signal on, readiness is 503, while all other requests are answered
 * for as long as a load balancer needs to notice (JETON_STOP_DELAY). Streams end at once, so that
 * their receivers connect to another instance meanwhile. Then the port is closed, requests in
 * progress are finished, and the process exits.
 */

/** Limits for the requests in progress, and for everything after the delay. */
const closingLimitMs = 5_000
const stopLimitMs = 9_000

export const stopSignals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/**
 * A supervisor may signal every process of a group, and the processes signal each other. Signals
 * within this time count as one.
 */
const sameRequestMs = 1_000

export class Shutdown {
  /**
   * A signal has arrived: no new work should be sent to this process, and connections close after
   * their next response.
   */
  isAsked = false
  #askedAt = 0
  readonly #begins: (() => void)[] = []
  #endDelay = () => {}

  /**
   * Shuts down on SIGTERM, SIGINT or SIGHUP. A further signal, a second later or more, ends the
   * delay.
   * @param finish called when no request is in progress any more
   */
  onSignal(servers: readonly Server[], finish: () => Promise<void>): void {
    const stop = () => {
      if (!this.isAsked) void this.#stop(servers, finish)
      else if (performance.now() - this.#askedAt >= sameRequestMs) this.#endDelay()
    }
    for (const signal of stopSignals) process.on(signal, stop)
  }

  /** Calls a function when a signal has arrived, before the delay. */
  onAsked(begin: () => void): void {
    this.#begins.push(begin)
  }

  async #stop(servers: readonly Server[], finish: () => Promise<void>): Promise<void> {
    this.isAsked = true
    this.#askedAt = performance.now()
    for (const begin of this.#begins) begin()
    await this.#delay()
    const closeAll = () => {
      for (const server of servers) server.closeAllConnections()
    }
    setTimeout(closeAll, closingLimitMs).unref()
    setTimeout(() => process.exit(1), stopLimitMs).unref()
    await Promise.all(servers.map(drain))
    await finish().catch((error) => log().error('The shutdown failed', { error }))
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
