/*
 * npm run bench:verify compares the verifier with a bare node:http server that returns the same
 * response. Method, and why only ratios are meaningful: docs/benchmarks.md.
 */
import { requireTool } from '../scripts/debian-tool.mjs'
import { buildPages } from '../scripts/pages.mjs'
import { bundleServer } from '../scripts/setup.mjs'
import { report } from './lib/benchmark.mjs'
import { machine } from './lib/machine.mjs'
import { measureAll } from './lib/measure.mjs'
import { readOptions } from './lib/options.mjs'
import { profile } from './lib/profile.mjs'
import { caseTable, notes, partsTable, sharesTable, toText } from './lib/report.mjs'
import { measureParts, seedAll } from './lib/seeding.mjs'
import { median, summarize } from './lib/summary.mjs'
import { cases } from './lib/verify-cases.mjs'
import { writeDocument } from './lib/verify-document.mjs'

async function run(settings) {
  const chosen = cases.filter(({ name }) => settings.case.includes(name))
  const wrk = requireTool('wrk')
  await bundleServer()
  await buildPages()
  const seeded = await seedAll(chosen)
  const context = { ...settings, wrk, seeded }
  const parts = await measureParts(seeded.main)
  const measured = await measureAll(chosen, context)
  const rows = measured.flatMap((each, i) => summarize(each, chosen[i]))
  const shares = settings['cpu-prof'] ? await profile(chosen[0], context) : null
  const idleMegabytes = idleOf(measured)
  const { rounds, seconds, connections } = settings
  return {
    machine: machine(),
    rounds,
    seconds,
    connections,
    rows,
    parts,
    shares,
    idleMegabytes,
    measured,
  }
}

/**
 * Returns the memory of one process just after its start in megabytes: the median of all such
 * servers.
 */
function idleOf(measured) {
  const servers = measured
    .flatMap(({ sides }) => sides.jeton ?? [])
    .filter(({ rounds }) => rounds[0].processes === 1)
  return servers.length === 0 ? null : median(servers.map(({ idleMegabytes }) => idleMegabytes))
}

function print({ rows, parts, shares, idleMegabytes }) {
  console.log(`\n${toText(caseTable(rows))}\n`)
  for (const note of notes(rows)) console.log(note)
  if (idleMegabytes) console.log(`RSS of the server, just started: ${idleMegabytes} MB.`)
  console.log(`\n${toText(partsTable(parts))}`)
  if (!shares) return
  console.log(`\n${toText(sharesTable('busy time under load', shares.categories))}`)
  console.log(`\n${toText(sharesTable('of which our own code', shares.functions))}`)
}

const readSettings = () => readOptions(cases, { seconds: 3, connections: 64 })
await report(readSettings, { work: run, print, writeDocument })
