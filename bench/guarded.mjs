/*
 * npm run bench:guarded compares an nginx that Jeton guards, by its Unix socket and with the
 * guide's configuration, with the same nginx unguarded. Both sides are measured in turns; only the
 * ratio is meaningful. Options: --rounds, --seconds, --connections.
 */
import { join } from 'node:path'
import { requireTool } from '../scripts/debian-tool.mjs'
import { buildPages } from '../scripts/pages.mjs'
import { bundleServer } from '../scripts/setup.mjs'
import { startNginx } from './lib/guarded-nginx.mjs'
import { machine } from './lib/machine.mjs'
import { readOptions } from './lib/options.mjs'
import { busyMilliseconds, makeFolder, startBare, startJeton } from './lib/processes.mjs'
import { call } from './lib/request.mjs'
import { median } from './lib/summary.mjs'
import { send } from './lib/wrk.mjs'

const cases = [
  { name: 'guide', title: 'as in the guide', kept: false },
  { name: 'kept', title: 'with kept connections to the service', kept: true },
]

async function makeToken(address) {
  const url = (path) => `${address}/api/v1/${path}`
  const account = { email: 'ada@example.com', password: 'correct horse battery staple' }
  const { token } = await call(url('auth/user/signup'), { method: 'POST', body: account })
  const headers = { 'xc-auth': token }
  return (await call(url('tokens'), { method: 'POST', headers, body: { name: 'bench' } })).token
}

/** Measures one side for some seconds, with the CPU time that a request takes in each process. */
async function measure(address, value, { wrk, seconds, connections, pids }) {
  const traffic = { path: '/', header: 'xc-token', value }
  const before = pids.map(busyMilliseconds)
  const result = await send(wrk, address, { traffic, connections, seconds })
  if (result.refused + result.failed > 0)
    throw new Error(`${result.refused} refused, ${result.failed} failed`)
  const micros = pids.map(
    (pid, i) => ((busyMilliseconds(pid) - before[i]) * 1000) / result.requests,
  )
  return { ...result, micros }
}

async function measureCase({ title, kept }, { rounds, token, jeton, service, socket, ...how }) {
  const host = new URL(service.address).host
  const nginx = await startNginx(makeFolder(), { socket, service: host, kept })
  const context = { ...how, pids: [nginx.pid, jeton.pid, service.pid] }
  const measured = []
  for (let i = -1; i < rounds; i += 1) {
    const plain = await measure(nginx.plain, token, context)
    const guarded = await measure(nginx.guarded, token, context)
    // The first round warms up.
    if (i >= 0) measured.push({ plain, guarded, ratio: guarded.perSecond / plain.perSecond })
  }
  nginx.stop()
  print(title, measured)
}

function print(title, rounds) {
  const of = (side, pick) => Math.round(median(rounds.map((round) => pick(round[side]))))
  const cpu = (side) =>
    ['nginx', 'Jeton', 'the service'].map((name, i) => `${name} ${of(side, (m) => m.micros[i])} µs`)
  const ratios = rounds.map(({ ratio }) => ratio.toFixed(2)).toSorted()
  console.log(`\n${title}: ratio ${median(ratios)} (${ratios.at(0)} to ${ratios.at(-1)})`)
  for (const [side, name] of [
    ['plain', 'unguarded'],
    ['guarded', 'guarded'],
  ])
    console.log(
      `  ${name}: ${of(side, (m) => m.perSecond)}/s, p50 ${of(side, (m) => m.p50)} µs, p99 ${of(side, (m) => m.p99)} µs; CPU time of a request: ${cpu(side).join(', ')}`,
    )
}

async function main() {
  const options = readOptions(cases, { seconds: '5', connections: '32' }, { rounds: '7' })
  await bundleServer()
  await buildPages()
  const folder = makeFolder()
  const socket = join(folder, 'jeton.sock')
  const jeton = await startJeton(folder, { JETON_SOCKET: socket })
  const service = await startBare({ status: 200, headers: ['content-length', '2'], body: 'ok' })
  const context = { ...options, wrk: requireTool('wrk'), socket, jeton, service }
  const token = await makeToken(jeton.address)
  console.log(JSON.stringify(machine()))
  for (const each of cases.filter(({ name }) => options.case.includes(name)))
    await measureCase(each, { ...context, token })
  await Promise.all([jeton.stop(), service.stop()])
  process.exit(0)
}

await main()
