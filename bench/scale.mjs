/*
 * npm run bench:scale compares the verifier on PostgreSQL with a bare node:http server, measures
 * the latency of deletes, and models the resources for a high rate of verifications. Method:
 * docs/benchmarks.md.
 */
import { requireTool } from '../scripts/debian-tool.mjs'
import { buildPages } from '../scripts/pages.mjs'
import { bundleServer } from '../scripts/setup.mjs'
import { report } from './lib/benchmark.mjs'
import { startDatabase } from './lib/database.mjs'
import { measureDeletes } from './lib/deletes.mjs'
import { machine } from './lib/machine.mjs'
import { measureAll } from './lib/measure.mjs'
import { readOptions } from './lib/options.mjs'
import { profile } from './lib/profile.mjs'
import { sharesTable, toText } from './lib/report.mjs'
import { cases } from './lib/scale-cases.mjs'
import { modelOf } from './lib/scale-model.mjs'
import {
  deletesTable,
  modelNotes,
  modelTable,
  scaleTable,
  writeDocument,
} from './lib/scale-report.mjs'
import { seedAll } from './lib/seeding.mjs'
import { summarize } from './lib/summary.mjs'

const deletesCase = { name: 'deletes', sides: {} }
const profiledCase = 'random-256'

async function run(settings) {
  const chosen = cases.filter(({ name }) => settings.case.includes(name))
  const wrk = requireTool('wrk')
  await bundleServer()
  await buildPages()
  const database = await startDatabase()
  try {
    const seeded = await seedAll(chosen, database.create)
    const context = { ...settings, wrk, seeded }
    const measured = await measureAll(chosen, context)
    const rows = measured.flatMap((each, i) =>
      summarize(each, chosen[i]).map((row) => withCosts(row, each)),
    )
    const deletes = settings.case.includes(deletesCase.name) ? await measureDeletes(context) : null
    const model = deletes && modelOf(rows, deletes.databaseMsPerDelete)
    const shares = settings['cpu-prof'] ? await profileSides(context) : null
    const { rounds, seconds } = settings
    return { machine: machine(), rounds, seconds, rows, deletes, model, shares, measured }
  } finally {
    await database.remove()
  }
}

/** Adds the costs of one verification, averaged over all rounds. */
function withCosts(row, { sides }) {
  const { rounds } = sides[row.of]
  const sum = (key) => rounds.reduce((total, round) => total + round[key], 0)
  const requests = sum('requests')
  return {
    ...row,
    queriesPerRequest: sum('queries') / requests,
    serverMicroseconds: (sum('serverMs') * 1000) / requests,
    databaseMicroseconds: (sum('databaseMs') * 1000) / requests,
  }
}

async function profileSides(context) {
  const test = cases.find(({ name }) => name === profiledCase)
  const shares = []
  for (const side of ['coalesced', 'leased'])
    shares.push({ side, ...(await profile(test, context, test.sides[side].settings)) })
  return shares
}

function print({ rows, deletes, model, shares }) {
  if (rows.length > 0) console.log(`\n${toText(scaleTable(rows))}`)
  if (deletes) console.log(`\n${toText(deletesTable(deletes))}`)
  if (model) console.log(`\n${toText(modelTable(model))}\n`)
  if (model) for (const note of modelNotes(deletes.databaseMsPerDelete)) console.log(note)
  for (const { side, categories, functions } of shares ?? []) {
    console.log(`\n${toText(sharesTable(`busy time under load, ${side}`, categories))}`)
    console.log(`\n${toText(sharesTable('of which our own code', functions))}`)
  }
}

const readSettings = () => readOptions([...cases, deletesCase], { seconds: 1 })
await report(readSettings, { work: run, print, writeDocument })
