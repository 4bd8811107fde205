/* Summarizes the rounds of bench:revocation as table rows. */

/** Nearest rank. */
const percentile = (sorted, share) => sorted[Math.ceil(sorted.length * share) - 1]

const sortedTimes = (rounds) =>
  rounds.map(({ completedMs }) => completedMs).toSorted((a, b) => a - b)

export function timesOf(rounds) {
  const times = sortedTimes(rounds)
  return {
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    p99: percentile(times, 0.99),
    longest: times.at(-1),
  }
}

/** @returns a row; an unexpected answer accepts a request that was sent after the end */
export function summarize({ name, title, rounds }) {
  const answered = rounds.map(({ answeredMs }) => answeredMs).toSorted((a, b) => a - b)
  return {
    name,
    title,
    count: rounds.length,
    ...timesOf(rounds),
    answered: percentile(answered, 0.5),
    unexpected: rounds.reduce((sum, { stale }) => sum + stale, 0),
  }
}

export const inMs = (ms) =>
  ms < 99.5
    ? `${ms.toFixed(1)} ms`
    : ms < 9_950
      ? `${ms.toFixed(0)} ms`
      : `${(ms / 1000).toFixed(0)} s`

const head = ['', 'rounds', 'p50', 'p95', 'p99', 'longest']
const cells = ({ p50, p95, p99, longest }) => [p50, p95, p99, longest].map(inMs)

export const revocationTable = (rows) => [
  [...head, 'answered, p50', 'accepted afterwards'],
  ...rows.map((row) => [
    row.title,
    `${row.count}`,
    ...cells(row),
    inMs(row.answered),
    `${row.unexpected}`,
  ]),
]

/**
 * The same rounds by the operation that ended the access, without those with a fault and those of
 * the stream.
 */
export function kindTable(measured) {
  const rounds = measured
    .filter(({ share, event }) => share === 1 && event !== 'stream')
    .flatMap((each) => each.rounds)
  const kinds = [...new Set(rounds.map(({ kind }) => kind))]
  return [
    head,
    ...kinds.map((kind) => {
      const own = rounds.filter((round) => round.kind === kind)
      return [kind, `${own.length}`, ...cells(timesOf(own))]
    }),
  ]
}
