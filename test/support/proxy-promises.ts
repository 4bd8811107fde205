import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { count, type Guide, lastSeen } from '@/test/support/guarded'
import { sendRaw } from '@/test/support/raw'
import { describeBody } from '@/test/support/upstream'

/* The promises of a proxy beyond those of every guide: it also guards connections and paths. */

/** Spellings of an address that a rule for another address might not match. */
const paths = [
  '//',
  '/..',
  '/../',
  '/a/../b',
  '/%2e%2e/',
  '/%2E%2E%2Fadmin',
  '/a/..%2fadmin',
  '/;/admin',
  '/api/v1/verify',
  '/api/v1/verify/../../../admin',
  '/admin?/api/v1/verify',
  '/admin%3f/api/v1/verify',
  '/_jeton',
  '/_jeton/',
  '//_jeton',
  '/%5fjeton',
  '/a/../_jeton',
  'http://127.0.0.1/admin',
]

export function keepsProxyPromises(guide: Guide): void {
  test.each(paths)('without a token, no spelling gets past: %s', async (path) => {
    const before = count(guide)
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const { status } = await sendRaw(guide.guarded.address, { method, path })
      expect(status).toBeGreaterThanOrEqual(400)
    }
    expect(count(guide)).toBe(before)
  })

  test.each(['/a%2Fb/%2e?x=%20', '/a//b/..'])(
    'the path arrives as it was sent: %s',
    async (path) => {
      await sendRaw(guide.guarded.address, { path, headers: [['xc-token', guide.account.token]] })
      expect(lastSeen(guide).url).toBe(path)
    },
  )

  test('a body of unknown length arrives whole, and not at all without a token', async () => {
    const parts = Array.from({ length: 64 }, () => randomBytes(16 * 1024))
    const upload = (headers: Record<string, string>, chunks: Buffer[]) =>
      guide.call('POST', '/upload', { headers, body: streamOf(chunks) })
    expect((await upload({ 'xc-token': guide.account.token }, parts)).status).toBe(200)
    expect(lastSeen(guide)).toMatchObject(describeBody(Buffer.concat(parts)))
    const before = count(guide)
    expect((await upload({}, parts.slice(0, 1))).status).toBe(401)
    expect(count(guide)).toBe(before)
  })

  opensWebSocketsWithATokenOnly(guide)
}

const streamOf = (chunks: Buffer[]) =>
  Readable.toWeb(Readable.from(chunks)) as ReadableStream<Uint8Array>

export function opensWebSocketsWithATokenOnly(guide: Guide): void {
  test('a WebSocket is opened with a token, and not without one', async () => {
    const headers = { 'xc-token': guide.account.token }
    expect(await openWebSocket(guide.guarded.address, headers)).toEqual({
      status: 101,
      echo: 'hello',
    })
    expect(JSON.stringify(lastSeen(guide).headers)).not.toContain(guide.account.token)
    const before = count(guide)
    expect(await openWebSocket(guide.guarded.address, {})).toEqual({ status: 401, echo: '' })
    expect(await openWebSocket(guide.guarded.address, { 'xc-token': 'no' })).toEqual({
      status: 401,
      echo: '',
    })
    expect(count(guide)).toBe(before)
  })
}

/**
 * Requests an upgrade.
 * @returns the status, and the echo of `hello`
 */
function openWebSocket(
  address: string,
  credential: Record<string, string>,
): Promise<{ status: number | undefined; echo: string }> {
  const headers = {
    ...credential,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': Buffer.from('the sample nonce').toString('base64'),
  }
  return new Promise((resolve, reject) => {
    const asked = request(address, { headers })
    asked.on('error', reject)
    asked.on('response', (response) => {
      response.resume()
      resolve({ status: response.statusCode, echo: '' })
    })
    asked.on('upgrade', (response, socket) => {
      socket.once('data', (echo: Buffer) => {
        socket.destroy()
        resolve({ status: response.statusCode, echo: echo.toString() })
      })
      socket.write('hello')
    })
    asked.end()
  })
}
