/*
 * Asks a server again and again until the standard input ends, by GET and POST, on new and on kept
 * connections: load.mjs ADDRESS TOKEN. Prints the counts as JSON.
 */
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { setTimeout } from 'node:timers/promises'

const [address, token] = process.argv.slice(2)
const pauseMs = 20
const kinds = [
  { method: 'GET', path: '/api/v1/verify', kept: false },
  { method: 'GET', path: '/api/v1/verify', kept: true },
  { method: 'POST', path: '/api/v1/introspect', kept: false, body: `token=${token}` },
  { method: 'POST', path: '/api/v1/introspect', kept: true, body: `token=${token}` },
]

let isOver = false
process.stdin.resume().once('end', () => {
  isOver = true
})

const counts = { answered: 0, failed: 0, slowestMs: 0, failures: {} }

async function ask({ method, path, body }, agent) {
  const headers = { 'xc-token': token }
  if (body) headers['content-type'] = 'application/x-www-form-urlencoded'
  const sent = request(`${address}${path}`, { method, headers, agent }).end(body)
  const [response] = await once(sent, 'response')
  response.resume()
  await once(response, 'end')
  return response.statusCode
}

async function repeat(kind) {
  const agent = kind.kept ? new Agent({ keepAlive: true }) : false
  while (!isOver) {
    const begun = performance.now()
    const result = await ask(kind, agent).catch((error) => error.code)
    counts.slowestMs = Math.max(counts.slowestMs, Math.round(performance.now() - begun))
    if (result === 200) counts.answered += 1
    else fail(kind, result)
    await setTimeout(pauseMs)
  }
}

function fail({ method, kept }, result) {
  counts.failed += 1
  const name = `${method}${kept ? ' kept' : ''} ${result}`
  counts.failures[name] = (counts.failures[name] ?? 0) + 1
}

await Promise.all([...kinds, ...kinds].map(repeat))
console.log(JSON.stringify(counts))
process.exit(0)
