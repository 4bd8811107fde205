/* The WebSocket server of docs/guides/revocation-stream.md, and a client that waits for its end. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { root } from '../../scripts/root.mjs'
import { freePort, launch, remove } from './processes.mjs'

const guide = join(root, 'docs/guides/revocation-stream.md')
const jeton = '127.0.0.1:3000'

/** The package `ws` is the one that Next brings. */
const ws = `import ws from '${root}/node_modules/next/dist/compiled/ws/index.js'
export const { WebSocketServer } = ws
`

/**
 * Starts the guide's server.
 * @param address of the Jeton that it asks, and whose stream it receives
 * @param token of a machine with the role "service"
 */
export async function startService(address, token) {
  const { host } = new URL(address)
  const port = await freePort()
  const parent = join(root, 'node_modules/.cache/jeton')
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'bench-'))
  mkdirSync(join(folder, 'node_modules/ws'), { recursive: true })
  const write = (name, text) => writeFileSync(join(folder, name), text)
  write('node_modules/ws/package.json', '{"name":"ws","main":"index.mjs"}')
  write('node_modules/ws/index.mjs', ws)
  write('revocations.mjs', blockOf('revocations.mjs').replaceAll(jeton, host))
  write('service.mjs', blockOf('service.mjs').replaceAll(jeton, host).replace('8080', `${port}`))
  const child = launch(process.execPath, [join(folder, 'service.mjs')], { JETON_TOKEN: token })
  child.stdout.resume()
  await listening(port)
  return {
    address: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill()
      await once(child, 'exit')
      remove(folder)
    },
  }
}

function blockOf(name) {
  const [, rest] = readFileSync(guide, 'utf8').split(`\`\`\`js ${name}\n`)
  if (rest === undefined) throw new Error(`the guide has no ${name}`)
  return rest.slice(0, rest.indexOf('\n```') + 1)
}

/** @throws after 100 tries, 50 ms apart */
async function listening(port) {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    if (isOpen) return
    await setTimeout(50)
  }
  throw new Error('the WebSocket server did not start')
}

/**
 * Opens a WebSocket.
 * @param header with a token, as `name: value`
 * @returns a promise of the moment at which the server closes it
 * @throws when it is refused
 */
export async function openWebSocket(address, header) {
  const [name, value] = header.split(': ')
  const headers = {
    [name]: value,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  const asked = request(address, { headers, agent: false }).end()
  const socket = await new Promise((resolve, reject) => {
    asked.once('upgrade', (_response, upgraded) => resolve(upgraded))
    asked.once('response', ({ statusCode }) => reject(new Error(`refused with ${statusCode}`)))
    asked.once('error', reject)
  })
  // The server sends nothing but the frame that closes it.
  const closedAt = new Promise((resolve) => {
    const close = () => {
      resolve(performance.now())
      socket.destroy()
    }
    socket.once('data', close)
    socket.once('close', close)
  })
  socket.on('error', () => {})
  return { closedAt }
}
