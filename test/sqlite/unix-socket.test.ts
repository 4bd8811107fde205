import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type OutgoingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, expect, test } from 'vitest'
import { activityOf } from '@/test/support/activity'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { makePreparedDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'

/* JETON_SOCKET: the server on a Unix socket, beside its port. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-socket-'))
const path = join(folder, 'jeton.sock')
let server: Server | undefined

afterEach(async () => {
  await server?.stop()
  server = undefined
})
afterAll(() => rmSync(folder, { recursive: true }))

const start = async (settings: Record<string, string> = {}) => {
  server = await startServer({ JETON_SOCKET: path, ...settings })
  return server
}

async function get(target: string, headers: OutgoingHttpHeaders) {
  const sent = request({ socketPath: path, path: target, headers }).end()
  const [response] = await once(sent, 'response')
  await text(response)
  return { status: response.statusCode as number }
}

test.each(['1', '2'])('%s processes serve the socket and the port', async (processes) => {
  const { address } = await start({ WEB_CONCURRENCY: processes })
  const call = clientOf(address)
  const { token } = await createToken(call, (await signUp(call)).authToken)
  const headers = { 'xc-token': token }
  expect((await get('/api/v1/verify', headers)).status).toBe(200)
  expect((await get('/api/v1/auth/user/me', headers)).status).toBe(200)
  expect((await call('GET', '/api/v1/verify', { headers })).status).toBe(200)
  expect(statSync(path).mode & 0o777).toBe(0o660)
  expect(await server?.stop()).toBe(0)
  expect(existsSync(path)).toBe(false)
})

test('who comes by the socket is a trusted proxy, and who comes by the port is not', async () => {
  const { address } = await start({ JETON_SOCKET_MODE: '0600' })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  const call = clientOf(address)
  const { authToken } = await signUp(call)
  const headers = { 'xc-auth': authToken, 'x-forwarded-for': '198.51.100.1, 203.0.113.7' }
  const { id } = await createToken(call, authToken)
  await call('GET', `/api/v1/tokens/${id}/secret`, { headers })
  expect((await get(`/api/v1/tokens/${id}/secret`, headers)).status).toBe(200)
  const copied = (await activityOf(call, headers)).filter(({ action }) => action === 'token_copied')
  expect(copied.map((row) => row.address)).toEqual(['203.0.113.7', '127.0.0.1'])
})

test('the socket of a killed server does not keep the next one from starting', async () => {
  const dataDir = makePreparedDataDir()
  await (await start({ JETON_DATA_DIR: dataDir })).stop('SIGKILL')
  expect(existsSync(path)).toBe(true)
  await start({ JETON_DATA_DIR: dataDir })
  expect((await get('/api/v1/verify', {})).status).toBe(401)
  await server?.stop()
  removeDataDir(dataDir)
})

test('a socket that is served is not taken from its server', async () => {
  await start()
  await expect(startServer({ JETON_SOCKET: path })).rejects.toThrow('another process listens there')
  expect((await get('/api/v1/verify', {})).status).toBe(401)
})

test('what is no socket is left alone', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, 'mine')
  await expect(startServer({ JETON_SOCKET: file })).rejects.toThrow('something else has this name')
  expect(statSync(file).size).toBe(4)
})

test('a folder that is not there stops the start', async () => {
  const missing = join(folder, 'missing', 'jeton.sock')
  await expect(startServer({ JETON_SOCKET: missing })).rejects.toThrow('nothing can listen in')
})
