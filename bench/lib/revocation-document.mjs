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

const shown = ['one-quiet', 'three-quiet', 'instances-quiet', 'leases-quiet', 'leases-busy']

export function writeDocument({ machine, load, rows, measured }) {
  const ours = shown
    .map((name) => rows.find((row) => row.name === name))
    .map(({ title: label, p99 }) => ({ label, ms: p99, text: inMs(p99), isOurs: true }))
  const others = published.map(([label, ms, text]) => ({ label, ms, text, isOurs: false }))
  writePicture(picture, timesChart(title, [...ours, ...others], legend))
  writeSection(
    'revocation',
    [
      `${describeMachine(machine)}. Load of the machine at the end: ${load.toFixed(1)}.`,
      `![${title}](images/${picture})`,
      toMarkdown(revocationTable(rows)),
      'By the way in which the access was taken, without faults:',
      toMarkdown(kindTable(measured)),
    ],
    page,
  )
}
