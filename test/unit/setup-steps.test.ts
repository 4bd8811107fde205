import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

/* Steps of the set-up run at the same time, and a terminal and a log show both. */

const moduleOf = (name: string) => JSON.stringify(resolve(`scripts/${name}.mjs`))

/** @returns the output of a program that uses modules of the set-up */
function run(code: string): string {
  const args = ['--input-type=module', '-e', code]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(0)
  // The times depend on the machine.
  return stdout.replace(/\b\d+ s\b/g, '0 s')
}

/** Two steps, of which the second ends first. */
const twoSteps = `
  import { withProgress } from ${moduleOf('progress')}
  let end
  const ended = new Promise((resolve) => { end = resolve })
  await Promise.all([
    withProgress('Slow step', '1 minute', async (now) => { now('compiling'); await ended }),
    withProgress('Quick step', '1 second', async (now) => { now('reading') }).then(end),
  ])`

test('a log has a line for the beginning and the end of each step', () => {
  expect(run(twoSteps).split('\n')).toEqual([
    'Slow step (usually 1 minute) …',
    'Quick step (usually 1 second) …',
    'Quick step: done in 0 s',
    'Slow step: done in 0 s',
    '',
  ])
})

/** Shows an output as a terminal does that knows the sequences in use. */
function screenOf(output: string): string[] {
  const lines = ['']
  let row = 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  for (const [part, up, isErase] of output.matchAll(/\x1b\[(?:(\d+)A|(J))|\r|\n|[^\x1b\r\n]+/g)) {
    if (up !== undefined) row -= Number(up)
    else if (isErase) lines.splice(row, lines.length, '')
    else if (part === '\n') row = lines.push('') - 1
    else if (part !== '\r') lines[row] += part
    expect(row).toBeGreaterThanOrEqual(0)
  }
  return lines
}

test('a terminal shows the steps that run, below those that ended', () => {
  const asTerminal = 'process.stdout.isTTY = true; process.stdout.columns = 60;'
  const output = run(asTerminal + twoSteps)
  /** The lines that stand there before a line is written, and the others are drawn anew. */
  const before = (line: string) =>
    screenOf(output.slice(0, output.lastIndexOf('\r', output.indexOf(line))))
  expect(before('Quick step: done')).toEqual([
    'Slow step: compiling, 0 s (usually 1 minute) …',
    'Quick step: 0 s (usually 1 second) …',
  ])
  expect(before('Slow step: done')).toEqual([
    'Quick step: done in 0 s',
    'Slow step: compiling, 0 s (usually 1 minute) …',
  ])
  expect(screenOf(output)).toEqual(['Quick step: done in 0 s', 'Slow step: done in 0 s', ''])
})

test('a line that is too long for the terminal is cut, and stays one', () => {
  const code = `process.stdout.isTTY = true; process.stdout.columns = 20;
    import { withProgress } from ${moduleOf('progress')}
    await withProgress('A step with a long name', '1 minute', async () => {})`
  expect(run(code).split('\r')[1]).toBe('\x1b[JA step with a long ')
})

test('steps of one process run at the same time in one turn, and the next turn follows it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-steps-'))
  try {
    const code = `
      import { inTurn } from ${moduleOf('setup-lock')}
      import { shareTurns } from ${moduleOf('steps')}
      import { existsSync } from 'node:fs'
      const folder = ${JSON.stringify(folder)}
      const isLocked = () => existsSync(folder + '/.setup.lock')
      const inOwnTurn = shareTurns((work) => inTurn(work, { folder }))
      await inOwnTurn(async () => {
        // It would never begin, if it waited for the turn of this step.
        await inOwnTurn(async () => console.log('both', isLocked()))
        console.log('first', isLocked())
      })
      console.log('after', isLocked())
      await Promise.all([1, 2].map((n) => inOwnTurn(async () => console.log('again', n, isLocked()))))
      await inOwnTurn(async () => { throw new Error('no') }).catch(({ message }) => console.log(message, isLocked()))`
    expect(run(code).trim().split('\n')).toEqual([
      'both true',
      'first true',
      'after false',
      'again 1 true',
      'again 2 true',
      'no false',
    ])
    expect(readdirSync(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
