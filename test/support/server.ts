import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@/scripts/postgres.mjs'
import { requireNoSecrets } from '@/test/support/secrets'

/*
 * A real Jeton for tests: the production build, started as the command `jeton` starts it, on a free
 * loopback port with its own data folder. `npm start` does the same after it has compared all
 * sources with the build, which takes a tenth of the CPU time of a start.
 */

/** The address of a server and the location of its data. */
export interface Installation {
  /** Such as `http://localhost:41233`. */
  address: string
  dataDir: string
  /** Undefined if the database is the file in the data folder. */
  databaseUrl: string | undefined
}

export interface Server extends Installation {
  pid: number
  /** @returns the whole output of the process so far */
  output: () => string
  /**
   * Signals the process, waits until it has ended, and removes the data folder if it was made for
   * this server.
   * @returns its exit code
   * @throws if the output contains a secret
   */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

export const makeDataDir = () => mkdtempSync(join(tmpdir(), 'jeton-test-'))

/**
 * Makes a data folder whose database has every migration already: see prepared-database.ts. A test
 * that concerns the first start takes `makeDataDir`.
 */
export function makePreparedDataDir(): string {
  const dataDir = makeDataDir()
  const { JETON_TEST_POSTGRES: postgres, JETON_TEST_PREPARED: prepared } = process.env
  if (postgres || !prepared) return dataDir
  const file = join(dataDir, 'jeton.db')
  copyFileSync(prepared, file)
  chmodSync(file, 0o600)
  return dataDir
}

export const removeDataDir = (dataDir: string) => rmSync(dataDir, { recursive: true, force: true })

/** Returns the environment of a test's process, without the developer's own settings. */
export function cleanEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '' } = process.env
  // Tests send many wrong passwords: those of rate limits turn the limits on.
  const own = { PORT: '0', JETON_IGNORE_DOTENV: '1', JETON_RATE_LIMIT: 'off' }
  return { NODE_ENV: 'production', PATH, HOME, ...own, ...settings }
}

const running = new Set<ChildProcess>()

// A test that is aborted during a start leaves no server behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** @throws with the output of the process if it ends before it is ready */
export async function startServer(settings: Record<string, string> = {}): Promise<Server> {
  const dataDir = settings.JETON_DATA_DIR ?? makePreparedDataDir()
  const databaseUrl = settings.DATABASE_URL ?? (await databaseOf(dataDir))
  const child = spawn(process.execPath, ['bin/jeton.mjs', 'start'], {
    env: cleanEnvironment({
      JETON_DATA_DIR: dataDir,
      ...(databaseUrl && { DATABASE_URL: databaseUrl }),
      ...settings,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  const output = collect(child)
  const address = await readyAddress(child, output)
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    const code = await stop(child, signal)
    try {
      requireNoSecrets(output(), dataDir)
    } finally {
      if (!settings.JETON_DATA_DIR) removeDataDir(dataDir)
    }
    return code
  }
  return { address, dataDir, databaseUrl, pid: child.pid ?? 0, output, stop: end }
}

const databases = new Map<string, string>()

/**
 * On PostgreSQL each data folder has its own copy of the prepared database, which is used again
 * when a server is started on the folder again.
 */
async function databaseOf(dataDir: string): Promise<string | undefined> {
  const server = process.env.JETON_TEST_POSTGRES
  if (!server) return undefined
  const known = databases.get(dataDir)
  if (known) return known
  const url = await createDatabase(server, process.env.JETON_TEST_PREPARED)
  databases.set(dataDir, url)
  return url
}

/** @returns a port that no program listens on, for a server that does not print its address */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/**
 * Runs a start that is expected to fail.
 * @returns the exit code and the output
 */
export async function failToStart(
  settings: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['scripts/start.mjs'], { env: cleanEnvironment(settings) })
  const output = collect(child)
  await once(child, 'close')
  return { code: child.exitCode, output: output() }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  const add = (chunk: Buffer) => {
    text += chunk.toString()
  }
  child.stdout?.on('data', add)
  child.stderr?.on('data', add)
  return () => text
}

function readyAddress(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const address = /Jeton is ready at (\S+)/.exec(output())?.[1]
      if (address) resolve(address)
    })
    child.once('close', () => reject(new Error(`The server did not start:\n${output()}`)))
  })
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill(signal)
    // A failed test may have left it suspended.
    child.kill('SIGCONT')
    await once(child, 'close')
  }
  return child.exitCode
}
