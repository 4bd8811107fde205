import { run } from './processes.mjs'

const script = 'bench/lib/requests.lua'

/**
 * Sends requests for some seconds, from one thread of a process of its own.
 * @param traffic `path` and `header`; and `value`, one GET again and again, or `file`, `order`, `method` and `body`, as requests.lua takes them
 * @returns what was answered: times in microseconds
 */
export async function send(wrk, address, { traffic, connections, seconds }) {
  const { path, header, value, file, order = 'each', method, body } = traffic
  const how = ['--threads', '1', '--connections', `${connections}`, '--duration', `${seconds}s`]
  const what = file
    ? ['--', header, file, order, ...(method ? [method, body] : [])]
    : ['--header', `${header}: ${value}`]
  const output = await run(wrk.path, [...how, '--script', script, address + path, ...what], wrk.env)
  const told = JSON.parse(output.trimEnd().split('\n').at(-1))
  return { ...told, perSecond: (told.requests / told.duration) * 1e6 }
}
