import { formatWithOptions } from 'node:util'
import { log } from '@/lib/log/log'

/** Redirects the console output of this thread, from Next and others, to the log. */
export function captureConsole(): void {
  console.error = (...args) => log().error(textOf(args), { error: args.find(isError) })
  console.warn = (...args) => log().warn(textOf(args), { error: args.find(isError) })
  for (const name of ['log', 'info', 'debug'] as const)
    console[name] = (...args) => log().debug(textOf(args))
}

const isError = (value: unknown) => value instanceof Error

function textOf(args: unknown[]): string {
  const texts = args.filter((value) => typeof value === 'string')
  return formatWithOptions({ colors: false }, ...texts).trim() || 'Something was reported'
}
