/* Summarizes rounds as table rows. */

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

const medianOf = (rounds, key) => median(rounds.map((round) => round[key]))

/**
 * Returns the rows of a case. A ratio is the median of the ratios of each round: the sides of one
 * round run within seconds of each other, while two medians may be minutes apart.
 */
export function summarize({ name, sides }, { compare, connections = null }) {
  const unexpected = Object.values(sides).flatMap(({ rounds }) =>
    rounds.map((round) => round.unexpected),
  )
  return compare.map(({ title, of, to, aim = null, p99Aim = null, ...further }) => {
    const [mine, other] = [sides[of], sides[to]]
    const ratio = (key) => median(mine.rounds.map((round, i) => round[key] / other.rounds[i][key]))
    return {
      ...further,
      of,
      name,
      title,
      connections,
      perSecond: medianOf(mine.rounds, 'perSecond'),
      barePerSecond: medianOf(other.rounds, 'perSecond'),
      ratio: ratio('perSecond'),
      aim,
      p50: medianOf(mine.rounds, 'p50'),
      bareP50: medianOf(other.rounds, 'p50'),
      p99: medianOf(mine.rounds, 'p99'),
      bareP99: medianOf(other.rounds, 'p99'),
      p99Ratio: ratio('p99'),
      p99Aim,
      refused: mine.rounds.reduce((sum, { refused }) => sum + refused, 0),
      unexpected: unexpected.reduce((sum, each) => sum + each, 0),
      megabytes: mine.rounds.at(-1).megabytes,
      processes: mine.rounds.at(-1).processes,
      writesPerSecond:
        mine.rounds.at(-1).writesPerSecond && medianOf(mine.rounds, 'writesPerSecond'),
    }
  })
}

/** @throws when any response was not the expected one */
export function requireExpected(rows) {
  const failed = rows.filter(({ unexpected }) => unexpected > 0)
  if (failed.length > 0)
    throw new Error(
      `unexpected answers: ${[...new Set(failed.map(({ name }) => name))].join(', ')}`,
    )
}
