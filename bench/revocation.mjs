/*
 * npm run bench:revocation measures the Revocation Completion Time: how long after the first byte
 * of a request that takes an access away some path still grants it. Method: docs/revocation.md.
 */
import { loadavg } from 'node:os'
import { buildPages } from '../scripts/pages.mjs'
import { bundleServer } from '../scripts/setup.mjs'
import { report } from './lib/benchmark.mjs'
import { machine } from './lib/machine.mjs'
import { readOptions } from './lib/options.mjs'
import { toText } from './lib/report.mjs'
import { cases, measureCase } from './lib/revocation-cases.mjs'
import { writeDocument } from './lib/revocation-document.mjs'
import { kindTable, revocationTable, summarize } from './lib/revocation-report.mjs'

async function run({ rounds, case: names }) {
  await bundleServer()
  await buildPages()
  const measured = []
  for (const one of cases.filter(({ name }) => names.includes(name))) {
    console.error(`Measuring ${one.title} …`)
    measured.push({ ...one, rounds: await measureCase(one, rounds) })
  }
  return { machine: machine(), load: loadavg()[0], rows: measured.map(summarize), measured }
}

function print({ rows, measured }) {
  console.log(`\n${toText(revocationTable(rows))}`)
  console.log(`\n${toText(kindTable(measured))}`)
}

const readSettings = () => readOptions(cases, {}, { rounds: '500' })
await report(readSettings, { work: run, print, writeDocument })
