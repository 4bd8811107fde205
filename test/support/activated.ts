import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { vi } from 'vitest'
import { requireTool } from '@/scripts/debian-tool.mjs'
import { requireNoSecrets } from '@/test/support/secrets'
import {
  cleanEnvironment,
  freePort,
  makePreparedDataDir,
  removeDataDir,
} from '@/test/support/server'

/* A real Jeton on sockets that another process has opened, as systemd's socket units do. */

export interface Activated {
  /** The address of the TCP socket. */
  address: string
  /** @returns the process ids of all starts so far */
  starts: () => number[]
  /** @returns the exit codes of those that have ended */
  ends: () => number[]
  output: () => string
  /** Resolves when the last start has announced that it is ready. */
  ready: () => Promise<void>
  stop: () => Promise<void>
}

const startLimitMs = 120_000

/** @param paths of Unix sockets beside the TCP socket */
export async function startActivated(
  settings: Record<string, string> = {},
  paths: string[] = [],
): Promise<Activated> {
  const port = await freePort()
  const dataDir = makePreparedDataDir()
  // The port of the settings is taken, as by a unit for the port that Jeton has by default.
  const own = { JETON_DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: `${port}` }
  const child = activate([`${port}`, ...paths], { ...own, ...settings })
  const output = collect(child)
  const numbers = (pattern: RegExp) => [...output().matchAll(pattern)].map(([, n]) => Number(n))
  const starts = () => numbers(/^started (\d+)$/gm)
  const ready = async () => {
    const isReady = () => numbers(/(Jeton is ready) at /g).length === starts().length
    await vi.waitUntil(isReady, { timeout: startLimitMs })
  }
  const stop = async () => {
    if (child.exitCode === null) {
      child.kill()
      await once(child, 'close')
    }
    requireNoSecrets(output(), dataDir)
    removeDataDir(dataDir)
  }
  const ends = () => numbers(/^ended (-?\d+)$/gm)
  await vi.waitUntil(() => starts().length > 0, { timeout: startLimitMs })
  return { address: `http://127.0.0.1:${port}`, starts, ends, output, ready, stop }
}

function activate(addresses: string[], settings: Record<string, string>): ChildProcess {
  const python = requireTool('python3')
  const command = [process.execPath, 'scripts/start.mjs']
  const args = ['test/support/socket-activator.py', ...addresses, '--', ...command]
  const child = spawn(python.path, args, { env: { ...cleanEnvironment(settings), ...python.env } })
  const kill = () => child.kill()
  process.once('exit', kill)
  child.once('close', () => process.off('exit', kill))
  return child
}

function collect(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
  return () => text
}
