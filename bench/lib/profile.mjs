/* A CPU profile of the server under load, divided by whose code runs. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startJeton } from './processes.mjs'
import { startWriting } from './writer.mjs'
import { send } from './wrk.mjs'

/** Smaller shares are left out. */
const smallestShare = 0.0005

const ownCode = 'our own code'
const statementMethods = ['get', 'all', 'run', 'iterate', 'exec']

/**
 * Profiles the server under the load of a case.
 * @param settings of the server
 * @returns shares of the server's busy time: by category, and for our own code by function
 */
export async function profile(test, { wrk, seconds, connections, seeded }, settings = {}) {
  const { dataDir } = seeded.main
  const file = join(dataDir, 'bench-profile.json')
  rmSync(file, { force: true })
  const preload = ['--import', './bench/lib/profiled.mjs']
  const variables = { ...seeded.main.settings, ...settings, JETON_BENCH_PROFILE: file }
  const server = await startJeton(dataDir, variables, preload)
  try {
    const load = {
      traffic: await test.traffic(seeded.main, server.address),
      connections: test.connections ?? connections,
    }
    const stopWriting = test.writing && startWriting(server.address, seeded.main.authTokens)
    await send(wrk, server.address, { ...load, seconds: test.warmUpSeconds })
    process.kill(server.pid, 'SIGUSR2')
    await send(wrk, server.address, { ...load, seconds })
    process.kill(server.pid, 'SIGUSR2')
    if (stopWriting) await stopWriting()
    return toShares(await appears(file))
  } finally {
    await server.stop()
  }
}

/** Waits for a file. While it is being written, it does not parse. */
async function appears(file) {
  for (let tries = 0; tries < 100; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    try {
      if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'))
    } catch {}
  }
  throw new Error('The server wrote no profile')
}

function toShares({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  for (const node of nodes) for (const id of node.children ?? []) byId.get(id).parent = node
  const categories = new Map()
  const functions = new Map()
  const add = (map, key, time) => map.set(key, (map.get(key) ?? 0) + time)
  samples.forEach((id, i) => {
    const category = categoryOf(byId.get(id))
    if (category === null) return
    add(categories, category, timeDeltas[i])
    if (category === ownCode) add(functions, nameOf(byId.get(id)), timeDeltas[i])
  })
  const total = [...categories.values()].reduce((sum, each) => sum + each, 0)
  const ranked = (map) =>
    [...map]
      .map(([key, time]) => [key, time / total])
      .filter(([, share]) => share >= smallestShare)
      .sort((a, b) => b[1] - a[1])
  return { categories: ranked(categories), functions: ranked(functions) }
}

/** @returns null for idle time and for the profiler's own time */
function categoryOf(node) {
  const { functionName, url } = node.callFrame
  if (functionName === '(idle)' || url === 'node:inspector') return null
  if (functionName === '(garbage collector)') return 'garbage collector'
  // Native code that no JavaScript has called: libuv, reads, and Node's HTTP parser.
  if (functionName === '(program)' || functionName === '(root)')
    return "node's event loop, reads and parser"
  if (url === '') return nativeCategory(node)
  if (url.startsWith('node:internal/crypto') || url === 'node:crypto') return 'crypto'
  if (url.startsWith('node:')) return "node's HTTP and sockets"
  return categoryOfFile(url)
}

/** Attributes built-in functions to their caller, except the methods of a prepared statement. */
function nativeCategory({ callFrame, parent }) {
  const caller = parent ? categoryOf(parent) : null
  return caller === ownCode && statementMethods.includes(callFrame.functionName)
    ? 'better-sqlite3'
    : caller
}

function categoryOfFile(url) {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? ownCode
}

/** Attributes built-in functions to the project function that called them. */
function nameOf({ callFrame, parent }) {
  return callFrame.url === '' ? nameOf(parent) : callFrame.functionName || '(anonymous)'
}
