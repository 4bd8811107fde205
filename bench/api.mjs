/*
 * npm run bench:api compares the handlers that programs call with a Next app whose one handler
 * returns the same response, and measures whether sign-ins delay verification. Method:
 * docs/benchmarks.md.
 */
import { requireTool } from '../scripts/debian-tool.mjs'
import { buildPages } from '../scripts/pages.mjs'
import { bundleServer } from '../scripts/setup.mjs'
import { apiCases } from './lib/api-cases.mjs'
import { report } from './lib/benchmark.mjs'
import { measureBurst } from './lib/burst.mjs'
import { describeMachine, writeSection } from './lib/document.mjs'
import { machine } from './lib/machine.mjs'
import { measureAll } from './lib/measure.mjs'
import { readOptions } from './lib/options.mjs'
import { buildBareNext } from './lib/processes.mjs'
import { burstTable, caseTable, toMarkdown, toText } from './lib/report.mjs'
import { seedSets } from './lib/seeding.mjs'
import { summarize } from './lib/summary.mjs'

const burstCase = { name: 'burst', sides: {} }

async function run(settings) {
  const chosen = apiCases.filter(({ name }) => settings.case.includes(name))
  const wrk = requireTool('wrk')
  await bundleServer()
  await buildPages()
  console.error('Building a bare Next app …')
  await buildBareNext()
  const context = { ...settings, wrk, seeded: await seedSets(['api']) }
  const measured = await measureAll(chosen, context)
  const rows = measured.flatMap((each, i) => summarize(each, chosen[i]))
  const burst = settings.case.includes(burstCase.name) ? await measureBurst(context) : null
  const { rounds, seconds } = settings
  return { machine: machine(), rounds, seconds, rows, burst, measured }
}

function print({ rows, burst }) {
  if (rows.length > 0) console.log(`\n${toText(caseTable(rows))}`)
  if (burst) console.log(`\n${toText(burstTable(burst))}`)
}

function writeDocument({ machine: where, rounds, seconds, rows, burst }) {
  writeSection('api', [
    `${describeMachine(where)}; ${rounds} rounds of ${seconds} s, 32 connections, 8 for signing in, 16 for the second table.`,
    toMarkdown(caseTable(rows)),
    toMarkdown(burstTable(burst)),
  ])
}

const readSettings = () => readOptions([...apiCases, burstCase], { seconds: 3, connections: 16 })
await report(readSettings, { work: run, print, writeDocument })
