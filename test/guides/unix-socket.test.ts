import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Call, callerOf, clientOf } from '@/test/support/client'
import { makeAccount } from '@/test/support/guarded'
import { replaceAddresses, replaceLine, snippetOf } from '@/test/support/guide'
import { type Program, startCaddy, startNginx } from '@/test/support/proxy'
import { freePort, type Server, startServer } from '@/test/support/server'
import { startUpstream, type Upstream } from '@/test/support/upstream'

/* The sections "On one machine" of the guides for nginx and Caddy. */

const folder = mkdtempSync(join(tmpdir(), 'jeton-socket-'))
const path = join(folder, 'jeton.sock')
let jeton: Server
let jetonCall: Call
let upstream: Upstream

beforeAll(async () => {
  upstream = await startUpstream()
  jeton = await startServer({ JETON_SOCKET: path })
  jetonCall = clientOf(jeton.address)
})
afterAll(async () => {
  await jeton?.stop()
  await upstream?.stop()
  rmSync(folder, { recursive: true })
})

const proxies = {
  nginx: {
    guide: 'nginx.md',
    language: 'nginx',
    line: /^ +server 127\.0\.0\.1:3000;$/,
    start: startNginx,
  },
  Caddy: { guide: 'caddy.md', language: 'caddyfile', line: /^\s+forward_auth /, start: startCaddy },
}

async function startProxy(name: keyof typeof proxies): Promise<Program> {
  const { guide, language, line, start } = proxies[name]
  const port = await freePort()
  const bySocket = snippetOf(guide, `${language} unix-socket`, { '/run/jeton/jeton.sock': path })
  const site = replaceLine(snippetOf(guide, language), line, () => bySocket.trimEnd())
  const moved = replaceAddresses(site, {
    '127.0.0.1:8080': `127.0.0.1:${upstream.port}`,
    '127.0.0.1:8000': `127.0.0.1:${port}`,
  })
  return start(moved, port)
}

test.each(Object.keys(proxies) as (keyof typeof proxies)[])(
  '%s asks by the socket, and refuses a deleted token with the next request',
  async (name) => {
    const { authToken, token, tokenId } = await makeAccount(jetonCall)
    const proxy = await startProxy(name)
    const use = () => callerOf(proxy.address)('GET', '/', { headers: { 'xc-token': token } })
    expect((await use()).status).toBe(200)
    await jetonCall('DELETE', `/api/v1/tokens/${tokenId}`, { headers: { 'xc-auth': authToken } })
    expect((await use()).status).toBe(401)
    await proxy.stop()
  },
)
