import { TimeHistogram } from '@/lib/metrics/time-histogram'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * Counters of this thread since its start. Callers increment plain numbers; lib/metrics/expose.ts
 * reads them when metrics are requested.
 */

const verificationBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1]
const requestBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

export interface RequestLabels {
  method: string
  route: string
  status: string
}

interface Series {
  labels: RequestLabels
  times: TimeHistogram
}

const others: RequestLabels = { method: 'any', route: 'others', status: 'any' }

/**
 * Enough series for our routes, and few enough for a collector. Once they are used up, all further
 * label sets share one series.
 */
const maxSeries = 300

class Tally {
  /** By response status: 200 accepted, 401 refused, 403 limited, 503 unavailable. */
  readonly verifications: Record<number, number> = { 200: 0, 401: 0, 403: 0, 503: 0 }
  readonly verificationTimes = new TimeHistogram(verificationBounds)
  readonly signIns = {
    signed_in: 0,
    second_factor_required: 0,
    credentials_wrong: 0,
    code_wrong: 0,
    rate_limited: 0,
  }
  readonly signUps = { accepted: 0, refused: 0 }
  databaseFailures = 0
  /** Of the revocation stream, now. */
  receivers = 0
  /** Events of the revocation stream, once for each receiver. */
  revocationEvents = 0
  readonly #requests = new Map<string, Series>()

  addRequest(labels: RequestLabels, milliseconds: number): void {
    this.#seriesOf(labels).times.add(milliseconds)
  }

  #seriesOf(labels: RequestLabels): Series {
    const key = Object.values(labels).join(' ')
    const known = this.#requests.get(key)
    if (known) return known
    if (this.#requests.size >= maxSeries && labels !== others) return this.#seriesOf(others)
    const series = { labels, times: new TimeHistogram(requestBounds) }
    this.#requests.set(key, series)
    return series
  }

  get requests(): Series[] {
    return [...this.#requests.values()]
  }
}

export const tally = oncePerProcess('tally', () => new Tally())
