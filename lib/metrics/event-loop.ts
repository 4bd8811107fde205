import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { oncePerProcess } from '@/lib/once-per-process'

const nanosecondsPerSecond = 1e9

/** Event loop metrics of this thread since the last read. */
class EventLoop {
  readonly #delay = monitorEventLoopDelay()
  #before: EventLoopUtilization | undefined

  constructor() {
    this.#delay.enable()
  }

  /**
   * Returns the delays in seconds by quantile, and the fraction of time in which the loop was busy.
   */
  read() {
    const delay = this.#delay
    const seconds = { p50: delay.percentile(50), p99: delay.percentile(99), max: delay.max }
    const used = performance.eventLoopUtilization()
    const { utilization } = this.#before
      ? performance.eventLoopUtilization(used, this.#before)
      : used
    this.#before = used
    delay.reset()
    const [p50, p99, max] = [seconds.p50, seconds.p99, seconds.max].map(
      (time) => time / nanosecondsPerSecond,
    )
    return { delays: { 0.5: p50 ?? 0, 0.99: p99 ?? 0, 1: max ?? 0 }, utilization }
  }
}

/** Measurement starts at the first call. */
export const eventLoop = oncePerProcess('event-loop', () => new EventLoop())
