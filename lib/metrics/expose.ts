import { eventLoop } from '@/lib/metrics/event-loop'
import { tally } from '@/lib/metrics/tally'
import type { TimeHistogram } from '@/lib/metrics/time-histogram'

/*
 * The metrics of this thread, in the format in which prom-client aggregates those of several
 * threads and processes.
 */

type Labels = Record<string, string | number>

interface Value {
  value: number
  labels: Labels
  /** Overrides the metric's name, for a bucket, the sum or the count of a histogram. */
  metricName?: string
}

export interface Metric {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  aggregator: 'sum' | 'max' | 'min'
  values: Value[]
}

export const counter = (name: string, help: string, values: Value[]): Metric => ({
  name,
  help,
  type: 'counter',
  aggregator: 'sum',
  values,
})

/** @param aggregator which value of several processes counts: the largest, the smallest, or all */
export const gauge = (
  name: string,
  help: string,
  values: Value[],
  aggregator: 'max' | 'min' | 'sum' = 'max',
): Metric => ({
  name,
  help,
  type: 'gauge',
  aggregator,
  values,
})

const byLabel = (label: string, counts: Record<string, number>): Value[] =>
  Object.entries(counts).map(([name, value]) => ({ value, labels: { [label]: name } }))

function histogram(
  name: string,
  help: string,
  series: { labels: Labels; times: TimeHistogram }[],
): Metric {
  const values = series.flatMap(({ labels, times }) => seriesValues(name, labels, times))
  return { name, help, type: 'histogram', aggregator: 'sum', values }
}

/** Buckets are cumulative: each includes those before it. */
function seriesValues(
  name: string,
  labels: Labels,
  { bounds, counts, sumSeconds }: TimeHistogram,
): Value[] {
  let count = 0
  const buckets = [...bounds, '+Inf'].map((le, i) => {
    count += counts[i] ?? 0
    return { value: count, labels: { ...labels, le }, metricName: `${name}_bucket` }
  })
  return [
    ...buckets,
    { value: sumSeconds, labels, metricName: `${name}_sum` },
    { value: count, labels, metricName: `${name}_count` },
  ]
}

function eventLoopMetrics(thread: 'main' | 'app'): Metric[] {
  const { delays, utilization } = eventLoop().read()
  const values = Object.entries(delays).map(([quantile, value]) => ({
    value,
    labels: { thread, quantile },
  }))
  return [
    gauge('jeton_event_loop_delay_seconds', 'How late timers were since the last scrape.', values),
    gauge(
      'jeton_event_loop_utilization',
      'The part of the time since the last scrape in which it was busy.',
      [{ value: utilization, labels: { thread } }],
    ),
  ]
}

/**
 * Returns the metrics of the thread that owns the port, verifies, and forwards all other requests.
 */
export function mainMetrics(): Metric[] {
  const { verifications, verificationTimes, requests, receivers, revocationEvents } = tally()
  const outcomes = {
    accepted: verifications[200] ?? 0,
    refused: verifications[401] ?? 0,
    limited: verifications[403] ?? 0,
    unavailable: verifications[503] ?? 0,
  }
  return [
    counter('jeton_verifications_total', 'Answers of the verifier.', byLabel('outcome', outcomes)),
    histogram('jeton_verification_seconds', 'From a request of the verifier to its answer.', [
      { labels: {}, times: verificationTimes },
    ]),
    histogram(
      'jeton_request_seconds',
      'From a request of the pages or the API to the end of its answer.',
      requests.map(({ labels, times }) => ({ labels: { ...labels }, times })),
    ),
    gauge(
      'jeton_revocation_receivers',
      'Receivers of the revocation stream that are connected.',
      [{ value: receivers, labels: {} }],
      'sum',
    ),
    counter('jeton_revocation_events_total', 'Revocations and resets, for each receiver.', [
      { value: revocationEvents, labels: {} },
    ]),
    ...eventLoopMetrics('main'),
  ]
}

/** Returns the metrics of the thread that runs Next and Prisma. */
export function appMetrics(): Metric[] {
  const { signIns, signUps, databaseFailures } = tally()
  const { signed_in: accepted, rate_limited: limited } = signIns
  const refused = signIns.credentials_wrong + signIns.code_wrong
  return [
    counter(
      'jeton_sign_ins_total',
      'Tries to sign in with a password.',
      byLabel('outcome', { accepted, refused, limited }),
    ),
    counter('jeton_sign_ups_total', 'Tries to sign up.', byLabel('outcome', signUps)),
    counter('jeton_database_failures_total', 'Requests that the database could not be asked for.', [
      { value: databaseFailures, labels: {} },
    ]),
    ...eventLoopMetrics('app'),
  ]
}
