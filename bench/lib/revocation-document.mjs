/* Writes the figures of bench:revocation and their picture into docs/revocation.md. */
import { describeMachine, writePicture, writeSection } from './document.mjs'
import { toMarkdown } from './report.mjs'
import { timesChart } from './revocation-chart.mjs'
import { inMs, kindTable, revocationTable } from './revocation-report.mjs'

const page = 'docs/revocation.md'
const title = 'How long a revoked access is still granted, at most'
const picture = 'revocation.svg'
const legend = 'Blue: measured here, 99 of 100 revocations are complete. Grey: published by others.'

/** As docs/revocation.md names their sources. */
const published = [
  ['Auth0 FGA', 20_000, 'up to 20 s'],
  ['Unkey', 60_000, 'up to 60 s'],
  ['Apigee', 180_000, '180 s'],
  ['Google Cloud IAM', 420_000, '2 to 7 min'],
  ['Microsoft Entra (CAE)', 900_000, 'up to 15 min'],
]

/** The rows in the picture, by their names, with labels that fit into it. */
const shown = {
  'one-quiet': 'one process',
  'three-quiet': 'three processes',
  'instances-quiet': 'three instances',
  'leases-quiet': 'the same, with leases',
  'leases-busy': 'with leases, all verifying',
}

export function writeDocument({ machine, load, rows, measured }) {
  const ours = Object.entries(shown).map(([name, label]) => {
    const { p99 } = rows.find((row) => row.name === name)
    return { label, ms: p99, text: inMs(p99), isOurs: true }
  })
  const others = published.map(([label, ms, text]) => ({ label, ms, text, isOurs: false }))
  writePicture(picture, timesChart(title, [...ours, ...others], legend))
  writeSection(
    'revocation',
    [
      `${describeMachine(machine)}. Load of the machine at the end: ${load.toFixed(1)}.`,
      `![${title}](images/${picture})`,
      toMarkdown(revocationTable(rows)),
      'By the operation that ended the access, without faults:',
      toMarkdown(kindTable(measured)),
    ],
    page,
  )
}
