import { run } from './processes.mjs'

const script = 'bench/lib/requests.lua'

/**
 * Sends requests for some seconds, from one thread of a separate process.
 * @param traffic `path` and `header`, and either `value`, for one GET that is repeated, or `file`,
 * `order`, `method` and `body` as in requests.lua
 * @returns the counts and latencies of the responses; times are in microseconds
 */
export async function send(wrk, address, { traffic, connections, seconds }) {
  const { path, header, value, file, order = 'each', method, body } = traffic
  const how = ['--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`]
  const what = file
    ? ['--', header, file, order, ...(method ? [method, body] : [])]
    : ['--header', `${header}: ${value}`]
  const output = await run(wrk.path, [...how, '--script', script, address + path, ...what], wrk.env)
  const result = JSON.parse(output.trimEnd().split('\n').at(-1))
  return { ...result, perSecond: (result.requests / result.duration) * 1e6 }
}
