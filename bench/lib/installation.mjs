import { freePort, makeFolder, remove, startJeton } from './processes.mjs'
import { call } from './request.mjs'

const email = 'ada@example.com'
const password = 'correct horse battery staple'

/**
 * Starts a production server in a data folder of its own, with one account that has a token and is
 * signed in. It is the owner.
 * @param dataDir may hold other users already
 */
export async function openInstallation(dataDir = makeFolder()) {
  const settings = { PORT: `${await freePort()}` }
  let server = await startJeton(dataDir, settings)
  const address = `http://localhost:${settings.PORT}`
  const { token } = await call(`${address}/api/v1/auth/user/signup`, {
    method: 'POST',
    body: { email, password, name: 'Ada Lovelace' },
  })
  await call(`${address}/api/v1/tokens`, {
    method: 'POST',
    headers: { 'xc-auth': token },
    body: { name: 'n8n production' },
  })
  const cookies = toCookies(await signInAsBrowser(address, { email, password }), address)
  return {
    address,
    cookies,
    /** An auth token of the account. */
    authToken: token,
    pid: () => server.pid,
    /**
     * Restarts the server.
     * @returns milliseconds from start to ready
     */
    async restart() {
      await server.stop()
      const begin = performance.now()
      server = await startJeton(dataDir, settings)
      return Math.round(performance.now() - begin)
    },
    async close() {
      await server.stop()
      remove(dataDir)
    },
  }
}

/**
 * Signs in as a browser does.
 * @returns the `Cookie` header for later requests
 */
export async function signInAsBrowser(address, credentials) {
  const csrf = await fetch(`${address}/api/auth/csrf`)
  const { csrfToken } = await csrf.json()
  const jar = csrf.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const response = await fetch(`${address}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: jar.join('; ') },
    body: new URLSearchParams({ csrfToken, ...credentials, json: 'true' }),
  })
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

/** Converts a `Cookie` header to the format of Playwright. */
function toCookies(header, url) {
  return header.split('; ').map((cookie) => ({
    name: cookie.slice(0, cookie.indexOf('=')),
    value: cookie.slice(cookie.indexOf('=') + 1),
    url,
  }))
}
