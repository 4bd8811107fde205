/* Tables for the terminal and for docs/benchmarks.md. */

export const whole = (number) => Math.round(number).toLocaleString('en-US')
export const milliseconds = (microseconds) =>
  `${(microseconds / 1000).toFixed(microseconds < 9_950 ? 2 : 1)} ms`
export const judge = (text, isMet) => `${text} ${isMet ? '✓' : '✗'}`

/** Compares verification when idle with verification during password checks. */
export function burstTable(burst) {
  const { signIns, signInsPerSecond, p99Ratio } = burst
  const loaded = `${signIns} sign-ins on their way, ${signInsPerSecond.toFixed(0)} a second`
  const aim = judge(`${p99Ratio.toFixed(2)} (≤ 3)`, p99Ratio <= 3)
  return [
    ['verify', 'per second', 'p99', 'p99 ratio'],
    ['quiet', whole(burst.quietPerSecond), milliseconds(burst.quietP99), ''],
    [loaded, whole(burst.burstPerSecond), milliseconds(burst.burstP99), aim],
  ]
}

/** Returns a table as rows of strings, the header first. */
export function caseTable(rows) {
  const head = [
    'case',
    'bare/s',
    'Jeton/s',
    'ratio',
    'aim',
    'bare p99',
    'Jeton p99',
    'p99 ratio',
    'not 200',
    'RSS',
  ]
  return [head, ...rows.map(toCells)]
}

function toCells(row) {
  const { aim, ratio, p99Aim, p99Ratio, refused, unexpected } = row
  return [
    row.title,
    whole(row.barePerSecond),
    whole(row.perSecond),
    ratio.toFixed(2),
    aim === null ? '' : judge(`${aim}`, ratio >= aim),
    milliseconds(row.bareP99),
    milliseconds(row.p99),
    p99Aim === null
      ? p99Ratio.toFixed(2)
      : judge(`${p99Ratio.toFixed(2)} (≤ ${p99Aim})`, p99Ratio <= p99Aim),
    unexpected > 0 ? `${whole(unexpected)} not expected` : whole(refused),
    `${row.megabytes} MB`,
  ]
}

/** Returns the facts that have no column. */
export function notes(rows) {
  return rows.flatMap(({ title, connections, p50, bareP50, writesPerSecond, processes }) => {
    const said = []
    if (connections === 1) said.push(`median latency ${p50} µs, bare ${bareP50} µs`)
    if (writesPerSecond)
      said.push(`${writesPerSecond.toFixed(1)} tokens a second were made and deleted meanwhile`)
    if (processes > 1) said.push(`${processes} processes`)
    return said.length === 0 ? [] : [`${title}: ${said.join('; ')}.`]
  })
}

export function partsTable(parts) {
  return [
    ['part of one verification', 'µs'],
    ...parts.map(([part, microseconds]) => [part, microseconds.toFixed(2)]),
  ]
}

export function sharesTable(title, shares) {
  return [
    [title, 'share'],
    ...shares.map(([name, share]) => [name, `${(share * 100).toFixed(1)} %`]),
  ]
}

/** Aligns the first column, the names, to the left and all others, the figures, to the right. */
export function toText(table) {
  const widths = table[0].map((_, column) =>
    Math.max(...table.map((cells) => cells[column].length)),
  )
  const pad = (cell, column) =>
    column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])
  return table.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n')
}

export function toMarkdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map(line),
  ].join('\n')
}
