import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cleanEnvironment } from '@/test/support/server'

/* The commands for operators, run as `npm run` runs them. */

export interface Ended {
  code: number | null
  /** What it prints, and what it says meanwhile. */
  output: string
}

interface Around {
  /** Is told all that was said so far, whenever something is, and may kill the command. */
  watch?: (output: string, kill: () => void) => void
  /** What comes in on standard input. */
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
  // One that does not read it may be gone before it is written.
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

/** What a command says that does nothing: one line. */
export function refusalOf({ output }: Ended): string {
  const lines = output.split('\n').filter((line) => line !== '' && !/ … \d+ %$/.test(line))
  return lines.length === 1 ? (lines[0] ?? '') : `not one line:\n${output}`
}
