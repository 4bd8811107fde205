import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cleanEnvironment } from '@/test/support/server'

/* The commands for operators, run as `npm run` runs them. */

export interface Ended {
  code: number | null
  /** The output of the command, its progress included. */
  output: string
}

interface Around {
  /** Called on every output, with the whole output so far; may kill the command. */
  watch?: (output: string, kill: () => void) => void
  /** Written to standard input. */
  input?: string | undefined
}

export async function runCommand(
  args: string[],
  settings: Record<string, string>,
  { watch = () => {}, input = '' }: Around = {},
): Promise<Ended> {
  const child = spawn(process.execPath, ['scripts/maintain.mjs', ...args], {
    env: cleanEnvironment(settings),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A command that does not read its input may have exited before the write.
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let output = ''
  const add = (chunk: Buffer) => {
    output += chunk.toString()
    watch(output, () => child.kill('SIGKILL'))
  }
  child.stdout.on('data', add)
  child.stderr.on('data', add)
  await once(child, 'close')
  return { code: child.exitCode, output }
}

/** @returns the single line that a command prints which refuses to act */
export function refusalOf({ output }: Ended): string {
  const lines = output.split('\n').filter((line) => line !== '' && !/ … \d+ %$/.test(line))
  return lines.length === 1 ? (lines[0] ?? '') : `not one line:\n${output}`
}
