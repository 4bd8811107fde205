import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../../scripts/setup.mjs'

const email = 'ada@example.com'
const password = 'correct horse battery staple'

/** A production server in a data folder of its own, with one account that has a token and is signed in. */
export async function openInstallation() {
  const dataDir = mkdtempSync(join(tmpdir(), 'jeton-bench-'))
  const port = await freePort()
  const settings = { ...process.env, JETON_DATA_DIR: dataDir, PORT: `${port}`, JETON_IGNORE_DOTENV: '1' }
  let child = await start(settings)
  const address = `http://localhost:${port}`
  const authToken = await call(address, '/api/v1/auth/user/signup', { email, password, name: 'Ada Lovelace' })
  await call(address, '/api/v1/tokens', { name: 'n8n production' }, { 'xc-auth': authToken.token })
  const cookies = await signIn(address)
  return {
    address,
    cookies,
    pid: () => child.pid,
    /** Stops and starts again. @returns milliseconds from start to ready */
    async restart() {
      await stop(child)
      const begin = performance.now()
      child = await start(settings)
      return Math.round(performance.now() - begin)
    },
    async close() {
      await stop(child)
      rmSync(dataDir, { recursive: true })
    },
  }
}

async function start(settings) {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: settings,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
    if (chunk.toString().includes('Jeton is ready')) return child
  }
  throw new Error('The server did not start')
}

async function stop(child) {
  child.kill()
  await once(child, 'exit')
}

async function call(address, path, body, headers = {}) {
  const response = await fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status}`)
  return response.json()
}

/** Signs in as a browser does. @returns its cookies, as Playwright takes them */
async function signIn(address) {
  const csrf = await fetch(`${address}/api/auth/csrf`)
  const { csrfToken } = await csrf.json()
  const jar = csrf.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const response = await fetch(`${address}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: jar.join('; ') },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  })
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return cookies.map((cookie) => ({
    name: cookie.slice(0, cookie.indexOf('=')),
    value: cookie.slice(cookie.indexOf('=') + 1),
    url: address,
  }))
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  return port
}
