/*
 * npm run pictures: makes the pictures of the documents again, in docs/images. The screenshots are
 * those of a demo, and the loop shows the answers of a server that was asked for them.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { requireBrowser } from './browser.mjs'
import { runCommand } from './command.mjs'
import { drawLoop, drawStill } from './loop-picture.mjs'
import { root } from './root.mjs'

const images = join(root, 'docs/images')

/** An address that RFC 2606 reserves: the browser finds the demo there. */
const shown = 'http://tokens.example.com'

const screens = [
  { name: 'tokens', path: '/account/tokens', shows: 'Use by day', height: 1088, dark: true },
  { name: 'people', path: '/people', shows: 'Nightly backup', height: 580 },
  { name: 'services', path: '/services', shows: 'Language models', height: 760, dark: true },
  { name: 'activity', path: '/account/activity', shows: 'Password changed', height: 820 },
]

/** @returns the server's address, and a function that stops it */
async function serve(settings) {
  const { PATH, HOME } = process.env
  const own = { PORT: '0', JETON_IGNORE_DOTENV: '1', JETON_LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    env: { PATH, HOME, ...own, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const port = await new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The server did not start:\n${output}`)))
    child.stdout.on('data', (chunk) => {
      output += chunk
      const ready = /Jeton is ready at \S+/.test(output)
      if (ready) resolve(settings.PORT ?? /:(\d+)\s*$/.exec(output)?.[1])
    })
  })
  const stop = async () => {
    child.removeAllListeners('exit')
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  return { address: `http://127.0.0.1:${port}`, port, stop }
}

/** Takes the screenshots of a demo. */
async function takeScreenshots(browser, colorScheme) {
  const context = await browser.newContext({
    baseURL: shown,
    colorScheme,
    deviceScaleFactor: 2,
    locale: 'en',
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Paris',
  })
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: /^Enter as / }).click()
  await page.waitForURL(`${shown}/`)
  for (const { name, path, shows, height, dark } of screens) {
    if (colorScheme === 'dark' && !dark) continue
    await page.setViewportSize({ width: 1280, height })
    await page.goto(path)
    await page.getByText(shows).waitFor()
    const file = `${name}${colorScheme === 'dark' ? '-dark' : ''}.png`
    await page.screenshot({ path: join(images, file) })
    console.log(`docs/images/${file}`)
  }
  await context.close()
}

async function pictureDemo() {
  const { port, stop } = await serve({ DEMO: '1', NEXTAUTH_URL: shown, PORT: await freePort() })
  const executablePath = requireBrowser() || undefined
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', `--host-resolver-rules=MAP tokens.example.com:80 127.0.0.1:${port}`],
  })
  try {
    for (const colorScheme of ['light', 'dark']) await takeScreenshots(browser, colorScheme)
  } finally {
    await browser.close()
    await stop()
  }
}

/** The address of a server with a public address does not tell its port. */
async function freePort() {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return String(port)
}

/** Asks a server with a new installation before and after a token is deleted. */
async function askAroundDelete() {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-pictures-'))
  const { address, stop } = await serve({ JETON_DATA_DIR: folder })
  const call = async (method, path, body, headers = {}) => {
    const response = await fetch(address + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    })
    return response.json()
  }
  try {
    const account = { email: 'alma@example.com', name: 'Alma Brandt' }
    const password = randomBytes(24).toString('base64url')
    const { token: auth } = await call('POST', '/api/v1/auth/user/signup', { ...account, password })
    const session = { 'xc-auth': auth }
    const created = await call('POST', '/api/v1/tokens', { name: 'Laptop' }, session)
    const before = await curl(address, created.token)
    await call('DELETE', `/api/v1/tokens/${created.id}`, undefined, session)
    const deletedAt = performance.now()
    const after = await curl(address, created.token)
    const laterMs = Math.max(1, Math.round(performance.now() - deletedAt))
    return { name: created.name, hint: created.token_hint, before, after, laterMs }
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns the status line of the answer, and its headers by their names */
async function curl(address, token) {
  const given = ['-sS', '-i', `${address}/api/v1/verify`, '-H', `xc-token: ${token}`]
  const child = spawn('curl', given, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`curl has failed with code ${code}`)
  const [statusLine, ...lines] = output.split('\r\n')
  return { statusLine, headers: lines.filter((line) => line.includes(': ')) }
}

runCommand('npm run pictures', async () => {
  await pictureDemo()
  const asked = await askAroundDelete()
  writeFileSync(join(images, 'revoke.svg'), drawLoop(asked))
  writeFileSync(join(images, 'revoke-still.svg'), drawStill(asked))
  console.log('docs/images/revoke.svg and revoke-still.svg')
})
