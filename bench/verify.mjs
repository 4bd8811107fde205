/*
 * npm run bench:verify: the verifier against a bare node:http server that gives the same answer. How, and why only ratios count:
 * docs/benchmarks.md.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { requireTool } from '../scripts/debian-tool.mjs'
import { buildPages, bundleServer } from '../scripts/setup.mjs'
import { machine } from './lib/machine.mjs'
import { measure } from './lib/measure.mjs'
import { makeFolder } from './lib/processes.mjs'
import { profile } from './lib/profile.mjs'
import { caseTable, notes, partsTable, sharesTable, toText } from './lib/report.mjs'
import { measureParts, seed } from './lib/seeding.mjs'
import { median, summarize } from './lib/summary.mjs'
import { cases, dataSets } from './lib/verify-cases.mjs'
import { writeDocument } from './lib/verify-document.mjs'

const say = (text) => console.error(text)

const options = {
  rounds: { type: 'string', default: '5' },
  seconds: { type: 'string', default: '3' },
  connections: { type: 'string', default: '64' },
  case: { type: 'string', multiple: true },
  'cpu-prof': { type: 'boolean', default: false },
  json: { type: 'string' },
  write: { type: 'boolean', default: false },
}

function readArguments() {
  const { values } = parseArgs({ options })
  const [rounds, seconds, connections] = ['rounds', 'seconds', 'connections'].map((name) => {
    const number = Number(values[name])
    if (Number.isInteger(number) && number > 0) return number
    throw new Error(`--${name} takes a whole number above 0`)
  })
  const names = cases.map(({ name }) => name)
  const stranger = values.case?.find((name) => !names.includes(name))
  if (stranger) throw new Error(`there is no case ${stranger}: give one of ${names.join(', ')}`)
  if (values.case && values.write) throw new Error('--write takes a run of all cases')
  return { ...values, rounds, seconds, connections, case: values.case ?? names }
}

/** Fills what the cases ask of, and no more. The parts and the profile are of the main one. */
async function seedAll(folder, chosen) {
  const sides = chosen.flatMap((test) => Object.values(test.sides))
  const wanted = new Set(['main', ...sides.flatMap(({ data = [] }) => data)])
  const seeded = {}
  for (const name of wanted) {
    say(`Filling a database: ${dataSets[name].users.toLocaleString('en-US')} users and tokens …`)
    const dataDir = join(folder, name)
    mkdirSync(dataDir)
    seeded[name] = await seed(dataDir, dataSets[name])
  }
  return seeded
}

async function run(settings) {
  const chosen = cases.filter(({ name }) => settings.case.includes(name))
  const wrk = requireTool('wrk')
  bundleServer()
  buildPages()
  const seeded = await seedAll(makeFolder(), chosen)
  const context = { ...settings, wrk, seeded }
  const parts = await measureParts(seeded.main)
  const measured = []
  for (const test of chosen) {
    say(`Measuring ${test.name} …`)
    measured.push(await measure(test, context))
  }
  const rows = measured.flatMap((each, i) => summarize(each, chosen[i]))
  const shares = settings['cpu-prof'] ? await profile(chosen[0], context) : null
  const idleMegabytes = idleOf(measured)
  const { rounds, seconds, connections } = settings
  return { machine: machine(), rounds, seconds, connections, rows, parts, shares, idleMegabytes, measured }
}

/** Megabytes of one process that has just started: the median of all such servers. */
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

async function main() {
  const settings = readArguments()
  const result = await run(settings)
  print(result)
  if (settings.json) writeFileSync(settings.json, `${JSON.stringify(result, null, 2)}\n`)
  const failed = result.rows.filter(({ unexpected }) => unexpected > 0)
  if (failed.length > 0)
    throw new Error(`unexpected answers: ${[...new Set(failed.map(({ name }) => name))].join(', ')}`)
  if (settings.write) writeDocument(result)
}

main().catch((error) => {
  console.error(`The benchmark failed: ${error.message}`)
  process.exit(1)
})
