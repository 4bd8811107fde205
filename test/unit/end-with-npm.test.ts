import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'

/*
 * If any process between the caller of `npm start` and the server ends, all of them end. npm and
 * the shells are real; a program that serves nothing replaces the server. test/sqlite/start.test.ts
 * tests one of these cases with the server itself.
 */

const folder = mkdtempSync(join(tmpdir(), 'jeton-npm-'))
const log = join(folder, 'log')
const running: ChildProcess[] = []
afterAll(() => {
  for (const { pid } of running) if (pid) kill(-pid, 'SIGKILL')
  rmSync(folder, { recursive: true })
})

const module = (name: string) => JSON.stringify(resolve('scripts', name))

writeFileSync(
  join(folder, 'server.mjs'),
  `import { endOnSignals } from ${module('end-with-npm.mjs')}
  endOnSignals()
  for (const signal of ['SIGTERM', 'SIGINT'])
    process.on(signal, () => {
      console.log('stopped')
      process.exit(0)
    })
  setInterval(() => console.log('runs', process.pid), 100)`,
)
// A shell that has more to do stays between npm and the server.
const scripts = {
  start: 'node server.mjs; exit $?',
  alone: 'exec node server.mjs',
  outer: 'npm start; exit $?',
}
writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts }))

const output = () => readFileSync(log, 'utf8')
const serverPid = () => Number(/runs (\d+)/.exec(output())?.[1] ?? 0)

/**
 * Runs a shell command line, in its own process group.
 * @returns the shell, or the program that has replaced it
 */
async function type(line: string): Promise<ChildProcess> {
  writeFileSync(log, '')
  const child = spawn('sh', ['-c', line], {
    cwd: folder,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  running.push(child)
  await vi.waitUntil(() => serverPid() > 0, { timeout: 60_000 })
  return child
}

interface Process {
  pid: number
  parent: number
  state: string
  command: string
}

const processes = (): Process[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => {
      const [, pid, parent, state = '', command = ''] =
        /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
      return { pid: Number(pid), parent: Number(parent), state, command }
    })

/** @returns the server and its ancestors up to the process `top`, the server first */
function chainTo(top: number): Process[] {
  const all = processes()
  const chain: Process[] = []
  for (let pid = serverPid(); chain.at(-1)?.pid !== top; pid = chain.at(-1)?.parent ?? 0)
    chain.push(all.find((one) => one.pid === pid) as Process)
  return chain
}

const runs = (pid: number) =>
  processes().some((one) => one.pid === pid && !one.state.startsWith('Z'))

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // The process has ended.
  }
}

async function expectEnd(chain: Process[]): Promise<void> {
  await vi.waitUntil(() => !chain.some(({ pid }) => runs(pid)), { timeout: 30_000 })
  expect(output()).toMatch(/stopped/)
}

test.each<[string, string, NodeJS.Signals]>([
  ['start', 'npm start', 'SIGTERM'],
  ['start', 'npm start', 'SIGKILL'],
  ['start', 'sh -c', 'SIGTERM'],
  ['start', 'sh -c', 'SIGKILL'],
  ['run alone', 'npm run alone', 'SIGINT'],
  ['run alone', 'npm run alone', 'SIGKILL'],
  ['run alone', 'node server', 'SIGHUP'],
  ['run outer', 'npm run outer', 'SIGKILL'],
])('npm %s: the end of "%s" by %s ends them all, the server well', async (args, victim, signal) => {
  const npm = await type(`exec npm ${args} > ${log} 2>&1`)
  const chain = chainTo(npm.pid as number)
  const found = chain.find(({ command }) => command.startsWith(victim))
  kill(found?.pid as number, signal)
  await expectEnd(chain)
})

test('a terminal that is closed ends them all, the server well', async () => {
  const npm = await type(`exec npm start > ${log} 2>&1`)
  const chain = chainTo(npm.pid as number)
  kill(-(npm.pid as number), 'SIGHUP')
  await expectEnd(chain)
})

test('the server goes on when the shell ends in which npm start was typed', async () => {
  const shell = await type(`nohup npm start > ${log} 2>&1 & read wait`)
  const [server, , npm] = chainTo(shell.pid as number) as [Process, Process, Process]
  shell.stdin?.end()
  await vi.waitUntil(() => !runs(shell.pid as number), { timeout: 30_000 })
  // Meanwhile the server has checked its ancestors at least once more.
  const said = () => output().split('runs').length
  const before = said()
  await vi.waitUntil(() => said() > before + 10, { timeout: 30_000 })
  expect(runs(server.pid)).toBe(true)
  kill(npm.pid, 'SIGKILL')
  await vi.waitUntil(() => !runs(server.pid), { timeout: 30_000 })
})

test('a step of the set-up ends, with what it has started, when the process that waits for it is killed', async () => {
  const marker = `jeton-step-${process.pid}`
  const step = JSON.stringify(`sh -c 'sleep 600; : ${marker}' & wait`)
  const code = `import { run } from ${module('run.mjs')}; await run('sh', ['-c', ${step}])`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code])
  const steps = () => processes().filter(({ command }) => command.includes(marker))
  await vi.waitUntil(() => steps().some(({ command }) => command.startsWith('sh -c sleep')), {
    timeout: 30_000,
  })
  child.kill('SIGKILL')
  await vi.waitUntil(() => steps().length === 0, { timeout: 30_000 })
})

test('what a step makes is open to whoever may read the sources, whatever the umask', () => {
  const made = join(folder, 'made')
  const code = `import { run } from ${module('run.mjs')}
    process.umask(0o077)
    await run('mkdir', [${JSON.stringify(made)}])`
  execFileSync(process.execPath, ['--input-type=module', '-e', code])
  const bits = (path: string) => execFileSync('stat', ['-c', '%a', path], { encoding: 'utf8' })
  const readers = Number.parseInt(bits('package.json'), 8) & 0o044
  expect(Number.parseInt(bits(made), 8) & 0o044).toBe(readers)
})
