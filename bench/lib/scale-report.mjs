/* The tables of bench:scale and its section of docs/benchmarks.md. */
import { barChart } from './chart.mjs'
import { describeMachine, writePicture, writeSection } from './document.mjs'
import { judge, milliseconds, sharesTable, toMarkdown, whole } from './report.mjs'
import { assumptions, modelCase } from './scale-model.mjs'
import { median } from './summary.mjs'

const title = 'Verifications a second on PostgreSQL, as a ratio to bare node:http'
const picture = 'benchmark-scale.svg'

/** Nearest-rank percentile. With fewer than 100 values, it is the maximum. */
const percentile99 = (times) => times.toSorted((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1]

const head =
  'case, connections|bare/s|Jeton/s|ratio|aim|bare median|median|p99|queries each|µs of a server core|µs of a database core'

export function scaleTable(rows) {
  return [head.split('|'), ...rows.map(toCells)]
}

function toCells(row) {
  const { ratio, aim, p50, p50Aim, queriesPerRequest, queriesAim } = row
  return [
    row.title,
    whole(row.barePerSecond),
    whole(row.perSecond),
    ratio.toFixed(2),
    aim === null ? '' : judge(`${aim}`, ratio >= aim),
    milliseconds(row.bareP50),
    p50Aim
      ? judge(`${milliseconds(p50)} (≤ ${milliseconds(p50Aim)})`, p50 <= p50Aim)
      : milliseconds(p50),
    milliseconds(row.p99),
    queriesAim
      ? judge(`${queriesPerRequest.toFixed(3)} (< ${queriesAim})`, queriesPerRequest < queriesAim)
      : queriesPerRequest.toFixed(3),
    row.serverMicroseconds.toFixed(1),
    row.databaseMicroseconds.toFixed(1),
  ]
}

export function deletesTable({ times }) {
  const inMs = (value) => `${value.toFixed(value < 99.5 ? 1 : 0)} ms`
  return [
    ['a delete', 'measured', 'median', 'p99', 'longest'],
    ...times.map(([what, each]) => [
      what,
      `${each.length}`,
      ...[median(each), percentile99(each), Math.max(...each)].map(inMs),
    ]),
  ]
}

export function modelTable(model) {
  const head = [
    `${whole(assumptions.verificationsPerSecond)} verifications a second`,
    'instances, a core each',
    'database cores',
    'queries a second',
    'connections at most',
  ]
  return [
    head,
    ...model.map((each) => [
      each.title,
      `${each.instances}`,
      each.databaseCores.toFixed(1),
      whole(each.queriesPerSecond),
      `${each.connections}`,
    ]),
  ]
}

/** Returns the assumptions of the model as sentences. */
export function modelNotes(databaseMsPerDelete) {
  const { utilization, revocationsPerSecond, notRemembered, connectionsPerInstance } = assumptions
  const percent = (share) => `${Math.round(share * 100)} %`
  return [
    `A verification costs a core of the server, and one of the database, what it cost in the case ${modelCase}: an instance that is less busy than it can be gathers no more look-ups than one with 32 connections.`,
    `Cores are like this machine's, and busy ${percent(utilization)} of the time. An instance uses one core for verification; its pages and its API come on top.`,
    `Requests are spread evenly over the instances, on connections that stay open. Each instance caches up to 131,072 tokens; a verification that is not cached, ${percent(notRemembered)} in the second line, costs as much as without leases.`,
    `${revocationsPerSecond} deletes, log outs and changed names a second. One cost the database ${databaseMsPerDelete.toFixed(2)} ms of a core with two instances, making the token included; with more it is taken to grow as their number does.`,
    `Connections: ${connectionsPerInstance} of each instance at most, with the default JETON_DATABASE_CONNECTIONS. PostgreSQL's own default allows 100.`,
    'The network between an instance and the database adds its round trip to each look-up, and costs no core here.',
  ]
}

export function writeDocument(result) {
  const bars = result.rows.map(({ title: label, ratio, aim }) => ({ label, value: ratio, aim }))
  writePicture(picture, barChart(title, bars))
  writeSection('scale', figures(result))
}

function figures({ machine, rounds, seconds, rows, deletes, model, shares }) {
  const list = (notes) => notes.map((note) => `- ${note}`).join('\n')
  return [
    `${describeMachine(machine)}; ${rounds} rounds of ${seconds} s.`,
    `![${title}](images/${picture})`,
    toMarkdown(scaleTable(rows)),
    toMarkdown(deletesTable(deletes)),
    '### On paper',
    toMarkdown(modelTable(model)),
    list(modelNotes(deletes.databaseMsPerDelete)),
    ...(shares ?? []).flatMap(({ side, categories, functions }) => [
      toMarkdown(sharesTable(`busy time, ${side}`, categories)),
      toMarkdown(sharesTable('of which our own code', functions)),
    ]),
  ]
}
