import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deriveKeys } from '@/lib/config/derived-keys'
import { fillEveryTable } from '@/test/support/every-table'
import { repetitions } from '@/test/support/extent'
import { type Ended, runCommand } from '@/test/support/maintenance'
import { cleanEnvironment, makeDataDir, removeDataDir } from '@/test/support/server'

/*
 * Commands that root runs in a data folder change nothing outside it, whatever the owner of the
 * folder puts into it, at any time. Only root can run a process as another user.
 */

const isRoot = process.getuid?.() === 0
const nobody = 65_534
const other = 65_533

/** Runs of each command beside the attacker: a race that can be won is won within a few. */
const rounds = repetitions(2, 5)

/** Sufficient on a machine that is busy with other tests. */
const limitMs = 600_000

/**
 * Files of root: one that the owner of the folder wants to read, and a name that the owner wants
 * root to create.
 */
const roots = makeDataDir()
const prize = join(roots, 'prize')
const parent = makeDataDir()
const whole = join(parent, 'whole')
const spare = join(parent, 'spare')
const folder = join(parent, 'data')
const inFolder = (name: string) => join(folder, name)
const settings = { JETON_DATA_DIR: folder, DATABASE_URL: `file:${inFolder('jeton.db')}` }

const commands = [
  ['backup', inFolder('x.db')],
  ['restore', inFolder('backup.db')],
  ['rotate-secret'],
  ['admin', 'list'],
  ['db:move', '--from', settings.DATABASE_URL, '--to', 'postgresql://jeton@127.0.0.1:1/jeton'],
]

const entry = `
const { maintain } = await import(${JSON.stringify(resolve('dist/maintenance.mjs'))})
process.exitCode = await maintain(process.argv.slice(1), process.cwd())`

const running = new Set<ChildProcess>()

/**
 * Runs a command without the preceding checks of the installation, which take longer than the
 * command.
 */
async function run(args: string[], more: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', entry, ...args], {
    env: cleanEnvironment({ ...settings, ...more }),
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  await once(child, 'close')
  running.delete(child)
  return { code: child.exitCode, output }
}

/** @returns the state outside the folder, which must not change */
const outside = () =>
  readdirSync(roots).map((name) => {
    const { uid, gid, mode, size, mtimeMs } = lstatSync(join(roots, name))
    return { name, uid, gid, mode, size, mtimeMs, text: readFileSync(join(roots, name), 'utf8') }
  })

function give(path: string, uid: number): void {
  chownSync(path, uid, uid)
  for (const name of lstatSync(path).isDirectory() ? readdirSync(path) : [])
    chownSync(join(path, name), uid, uid)
}

beforeAll(async () => {
  chmodSync(parent, 0o755)
  writeFileSync(prize, 'of root alone', { mode: 0o600 })
  mkdirSync(whole, { mode: 0o700 })
  const secret = randomBytes(32)
  writeFileSync(join(whole, 'secret'), secret.toString('base64'), { mode: 0o600 })
  await fillEveryTable(join(whole, 'jeton.db'), deriveKeys(secret), () => 50)
  chmodSync(join(whole, 'jeton.db'), 0o600)
  // This command also bundles the code that runs.
  const own = { JETON_DATA_DIR: whole, DATABASE_URL: `file:${join(whole, 'jeton.db')}` }
  const ended = await runCommand(['backup', join(whole, 'backup.db')], own)
  expect([ended.code, ended.output]).toEqual([0, expect.any(String)])
})
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  for (const name of ['secret', 'jeton.db', 'backup.db'])
    copyFileSync(join(whole, name), inFolder(name))
  if (isRoot) give(folder, nobody)
})
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})
afterAll(() => {
  for (const path of [roots, parent]) removeDataDir(path)
})

test.runIf(isRoot)(
  'every command works in a folder of somebody else’s, and what it makes is the owner’s',
  async () => {
    const noLinks = { NODE_OPTIONS: `--import ${resolve('test/support/no-hard-links.mjs')}` }
    for (const args of commands.slice(0, 4)) {
      const { code, output } = await run(args, noLinks)
      expect([code, output]).toEqual([0, expect.any(String)])
    }
    const uids = readdirSync(folder).map((name) => lstatSync(inFolder(name)).uid)
    expect(new Set(uids)).toEqual(new Set([nobody]))
    expect(readdirSync(folder).filter((name) => /unfinished|restoring/.test(name))).toEqual([])
  },
)

const plants: Record<string, (path: string) => void> = {
  'a link to a file of root’s': (path) => symlinkSync(prize, path),
  'a link to a name that is not there': (path) => symlinkSync(join(roots, 'new'), path),
  'another name of a file of root’s': (path) => linkSync(prize, path),
  'a FIFO': (path) => execFileSync('mkfifo', [path]),
}
const planted = [
  'jeton.db',
  'jeton.db-wal',
  'jeton.db-journal',
  'jeton.db.lock',
  'secret',
  'secret.next',
  'x.db',
]

test.runIf(isRoot).each(Object.entries(plants))(
  '%s, under any name that a command opens: the command ends, and nothing outside has changed',
  async (_, plant) => {
    const before = outside()
    for (const [i, name] of planted.entries()) {
      rmSync(inFolder(name), { force: true })
      plant(inFolder(name))
      if (lstatSync(inFolder(name)).nlink === 1)
        execFileSync('chown', ['-h', `${nobody}`, inFolder(name)])
      const { output } = await run(commands[i % commands.length] ?? [])
      expect(output).not.toContain('of root alone')
      rmSync(inFolder(name), { force: true })
      if (existsSync(join(whole, name))) {
        copyFileSync(join(whole, name), inFolder(name))
        give(inFolder(name), nobody)
      }
    }
    expect(outside()).toEqual(before)
  },
)

test.runIf(isRoot)(
  'links that come and go while a command runs lead root nowhere',
  async () => {
    const before = outside()
    cpSync(whole, spare, { recursive: true })
    give(spare, nobody)
    const attacker = spawn(
      process.execPath,
      [resolve('test/support/swap-names.mjs'), folder, spare, prize, join(roots, 'new'), roots],
      { uid: nobody, gid: nobody, stdio: ['ignore', 'pipe', 'ignore'] },
    )
    running.add(attacker)
    await once(attacker.stdout, 'data')
    for (const args of commands)
      for (let round = 0; round < rounds; round += 1) {
        await run(args.map((arg) => arg.replace(/x\.db$/, `x${round}.db`)))
        expect(outside()).toEqual(before)
      }
    attacker.kill('SIGKILL')
    await once(attacker, 'close')
  },
  limitMs,
)

test.runIf(isRoot)(
  'a data folder that is a link of somebody’s to a folder of root’s is not root’s',
  async () => {
    const before = outside()
    symlinkSync(roots, inFolder('link'))
    execFileSync('chown', ['-h', `${nobody}`, inFolder('link')])
    const there = {
      JETON_DATA_DIR: inFolder('link'),
      DATABASE_URL: `file:${inFolder('link/jeton.db')}`,
    }
    for (const args of commands.slice(0, 2)) expect((await run(args, there)).code).not.toBe(0)
    expect(outside()).toEqual(before)
  },
)

test.runIf(isRoot)(
  'a data folder and a database of two users: root acts for neither, and says so',
  async () => {
    const second = join(parent, 'second')
    mkdirSync(second)
    copyFileSync(join(whole, 'jeton.db'), join(second, 'jeton.db'))
    give(second, other)
    const ended = await run(['admin', 'list'], { DATABASE_URL: `file:${join(second, 'jeton.db')}` })
    expect([ended.code, ended.output.trim().split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(
          /belongs to the user nobody, and .* belongs to the user 65533: .* Run this as/,
        ),
      ],
    ])
  },
)

test.runIf(isRoot)(
  'a folder of root’s that others can write is refused, and so is a file in a folder of theirs',
  async () => {
    give(folder, 0)
    const there = await run(['backup', join(parent, 'data', 'x.db')])
    expect([there.code, there.output]).toEqual([0, expect.any(String)])
    const theirs = join(parent, 'theirs')
    mkdirSync(theirs)
    give(theirs, other)
    const elsewhere = await run(['backup', join(theirs, 'x.db')])
    expect(elsewhere).toEqual({
      code: 2,
      output: expect.stringContaining('belongs to the user 65533, who could'),
    })
    chmodSync(folder, 0o777)
    const open = await run(['backup', join(parent, 'y.db')])
    expect(open).toEqual({ code: 1, output: expect.stringContaining('can be written by others') })
    expect(readdirSync(theirs)).toEqual([])
  },
)

test.runIf(isRoot)(
  'a file that the owner may not write or read is refused in one line that names who',
  async () => {
    const refusals = [
      [['backup', join(roots, 'x.db')], `may not write to the folder ${roots}`],
      [['restore', prize], `may not read ${prize}`],
    ] as const
    for (const [args, words] of refusals) {
      const { code, output } = await run([...args])
      expect([code, output.trim().split('\n')]).toEqual([
        2,
        [expect.stringContaining(`the user nobody, who owns ${folder}, ${words}`)],
      ])
    }
  },
)
