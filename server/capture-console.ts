import { formatWithOptions } from 'node:util'
import { log } from '@/lib/log/log'

/** Redirects the console output of this thread, from Next and others, to the log. */
export function captureConsole(): void {
  console.error = (...said) => log().error(textOf(said), { error: said.find(isError) })
  console.warn = (...said) => log().warn(textOf(said), { error: said.find(isError) })
  for (const name of ['log', 'info', 'debug'] as const)
    console[name] = (...said) => log().debug(textOf(said))
}

const isError = (value: unknown) => value instanceof Error

function textOf(said: unknown[]): string {
  const texts = said.filter((value) => typeof value === 'string')
  return formatWithOptions({ colors: false }, ...texts).trim() || 'Something was reported'
}
