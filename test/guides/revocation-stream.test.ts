import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientOf, createToken } from '@/test/support/client'
import { hostOf } from '@/test/support/guarded'
import { makeSnippetFolder, removeFolder, snippetOf, writeIn } from '@/test/support/guide'
import { newMember, newOwner, type People, peopleAs, type User } from '@/test/support/people'
import { type Program, startCaddy, startNginx, startNode, startPython } from '@/test/support/proxy'
import { receive } from '@/test/support/receiver'
import { freePort, type Server, startServer } from '@/test/support/server'
import { type OpenSocket, openWebSocket } from '@/test/support/websocket'

/* docs/guides/revocation-stream.md: its receivers close WebSockets, and its proxies pass it on. */

const guide = 'revocation-stream.md'
let jeton: Server
let call: ReturnType<typeof clientOf>
let people: People
let owner: User
let machineToken: string

beforeAll(async () => {
  jeton = await startServer()
  call = clientOf(jeton.address)
  owner = await newOwner(jeton, call)
  people = peopleAs(call, owner)
  const machine = { kind: 'machine', display_name: 'Gate', role: 'service' }
  const { id } = (await people.post('', machine)).body
  machineToken = (await people.post(`/${id}/token`, { name: 'gate' })).body.token
})
afterAll(() => jeton?.stop())

type Start = (jeton: string, silence: string) => Promise<Program & { folder: string }>

/** The guide's server, with the `ws` that Next brings. */
async function startNodeService(host: string, silence: string) {
  const folder = makeSnippetFolder()
  const port = await freePort()
  const wrapper = `import ws from '${process.cwd()}/node_modules/next/dist/compiled/ws/index.js'
export const { WebSocketServer } = ws
`
  writeIn(folder, 'node_modules/ws/package.json', '{"name":"ws","main":"index.mjs"}')
  writeIn(folder, 'node_modules/ws/index.mjs', wrapper)
  writeIn(
    folder,
    'revocations.mjs',
    snippetOf(guide, 'js revocations.mjs', {
      '127.0.0.1:3000': host,
      'process.env.JETON_TOKEN': `'${machineToken}'`,
      '15_000': `${silence}_000`,
    }),
  )
  const addresses = { '127.0.0.1:3000': host, '8080': `${port}` }
  const path = writeIn(folder, 'service.mjs', snippetOf(guide, 'js service.mjs', addresses))
  return { folder, ...(await startNode([path], port)) }
}

async function startPythonService(host: string, silence: string) {
  const folder = makeSnippetFolder()
  const port = await freePort()
  writeIn(
    folder,
    'revocations.py',
    snippetOf(guide, 'python revocations.py', {
      '127.0.0.1:3000': host,
      "os.environ['JETON_TOKEN']": `'${machineToken}'`,
      'SILENCE_SECONDS = 15': `SILENCE_SECONDS = ${silence}`,
    }),
  )
  const args = ['test/support/websocket-service.py', folder, `${port}`, host]
  return { folder, ...(await startPython(args, port)) }
}

describe.each<[string, Start]>([
  ['Node', startNodeService],
  ['Python', startPythonService],
])('the receiver in %s', (_name, start) => {
  let service: Program & { folder: string }
  const opened: OpenSocket[] = []

  // Nothing is closed for a silence, however slow the machine is.
  beforeAll(async () => {
    service = await start(hostOf(jeton), '600')
  })
  afterAll(async () => {
    for (const socket of opened) socket.close()
    await service?.stop()
    removeFolder(service.folder)
  })

  async function open(headers: Record<string, string>, address = service.address) {
    const socket = await openWebSocket(address, headers)
    if (typeof socket === 'number') throw new Error(`The WebSocket was answered ${socket}`)
    opened.push(socket)
    return socket
  }

  /** A user with one WebSocket by the API token, and one by an auth token. */
  async function newUser() {
    const user = await newMember(call)
    const { id, token } = await createToken(call, user.headers['xc-auth'] ?? '')
    const byToken = await open({ 'xc-token': token })
    return { ...user, tokenId: id, token, byToken, bySession: await open(user.headers) }
  }

  test('nobody opens a WebSocket without a valid token', async () => {
    expect(await openWebSocket(service.address, {})).toBe(401)
    expect(await openWebSocket(service.address, { 'xc-token': 'jtn_x' })).toBe(401)
  })

  test('the end of a token closes what it has opened, and nothing else', async () => {
    const user = await newUser()
    const other = await newUser()
    await call('DELETE', `/api/v1/tokens/${user.tokenId}`, { headers: user.headers })
    await user.byToken.closed
    expect([user.bySession, other.byToken, other.bySession].every((it) => it.isOpen())).toBe(true)
    expect(await openWebSocket(service.address, { 'xc-token': user.token })).toBe(401)
  })

  test('a log out closes what came with an auth token', async () => {
    const user = await newUser()
    await call('POST', '/api/v1/auth/user/signout', { headers: user.headers })
    await user.bySession.closed
    expect(user.byToken.isOpen()).toBe(true)
  })

  test('disabling a user closes everything of the user', async () => {
    const user = await newUser()
    const other = await newUser()
    await people.patch(`/${user.id}`, { disabled: true })
    await Promise.all([user.byToken.closed, user.bySession.closed])
    expect(other.byToken.isOpen()).toBe(true)
  })

  test('a reset closes everything', async () => {
    const user = await newUser()
    const { headers } = owner
    const json = { name: `s-${crypto.randomUUID()}`, title: 'x' }
    await call('POST', '/api/v1/services', { headers, json })
    await call('DELETE', `/api/v1/services/${json.name}`, { headers })
    await Promise.all([user.byToken.closed, user.bySession.closed])
  })

  test('silence closes everything', async () => {
    const silent = await startServer()
    const [local, own] = [clientOf(silent.address), machineToken]
    machineToken = await serviceToken(silent)
    // Longer than the time between two heartbeats.
    const here = await start(hostOf(silent), '7')
    machineToken = own
    const member = await newMember(local)
    const socket = await open(member.headers, here.address)
    await silent.stop('SIGKILL')
    await socket.closed
    await here.stop()
    removeFolder(here.folder)
  })
})

async function serviceToken(server: Server): Promise<string> {
  const here = clientOf(server.address)
  const there = peopleAs(here, await newOwner(server, here))
  const machine = { kind: 'machine', display_name: 'Gate', role: 'service' }
  const { id } = (await there.post('', machine)).body
  return (await there.post(`/${id}/token`, { name: 'gate' })).body.token
}

describe.each([
  ['nginx', 'nginx', startNginx],
  ['Caddy', 'caddyfile', startCaddy],
] as const)('through %s', (_name, opening, start) => {
  test('events and heartbeats come as they are sent', async () => {
    const port = await freePort()
    const addresses = { '127.0.0.1:3000': hostOf(jeton), '127.0.0.1:8000': `127.0.0.1:${port}` }
    const proxy = await start(snippetOf(guide, opening, addresses), port)
    const headers = { 'xc-token': machineToken, 'accept-encoding': 'gzip' }
    const receiver = await receive(proxy.address, headers)
    const member = await newMember(call)
    await people.post(`/${member.id}/sign-out`)
    const { id } = await receiver.until(({ data }) => data.user_id === member.id)
    await receiver.until((heard) => heard.event === 'heartbeat' && heard.id === id)
    receiver.cut()
    const again = await receive(proxy.address, headers, id)
    expect(again.events()).toEqual([])
    again.cut()
    await proxy.stop()
  })
})
