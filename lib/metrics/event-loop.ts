import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { oncePerProcess } from '@/lib/once-per-process'

const nanosecondsPerSecond = 1e9

/** How this thread's event loop has fared since it was last asked. */
class EventLoop {
  readonly #delay = monitorEventLoopDelay()
  #before: EventLoopUtilization | undefined

  constructor() {
    this.#delay.enable()
  }

  /** Delays in seconds, and the part of the time in which it was busy. */
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

/** Measured from when it is first asked for. */
export const eventLoop = oncePerProcess('event-loop', () => new EventLoop())
