import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort, type Server, startServer } from '@/test/support/server'

/* deploy/healthcheck.mjs, which the container image runs. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-health-'))
const socket = join(folder, 'public.sock')
let server: Server

beforeAll(async () => {
  server = await startServer({ JETON_SOCKET: socket })
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const port = () => new URL(server.address).port

/** @returns the exit code */
async function check(settings: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, ['deploy/healthcheck.mjs'], {
    env: { NODE_ENV: 'production', ...settings },
  })
  const [code] = await once(child, 'exit')
  return code
}

test.each(['', '0.0.0.0', '::', '[::]', '127.0.0.1', 'localhost'])(
  'the health check asks the server that HOST=%s makes listen',
  async (HOST) => {
    expect(await check({ HOST, PORT: port() })).toBe(0)
  },
)

test('the health check asks the Unix socket too', async () => {
  expect(await check({ PORT: port(), JETON_SOCKET: socket })).toBe(0)
  expect(await check({ PORT: '0', JETON_SOCKET: socket })).toBe(0)
  expect(await check({ PORT: port(), JETON_SOCKET: join(folder, 'other.sock') })).toBe(1)
})

test('the health check fails where nobody listens', async () => {
  expect(await check({ PORT: String(await freePort()) })).toBe(1)
})
