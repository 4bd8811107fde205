import { randomUUID } from 'node:crypto'
import { type Call, clientOf, signUp } from '@/test/support/client'
import { type Person, startProvider, type TestProvider } from '@/test/support/openid-provider'
import { RedirectFollower } from '@/test/support/redirects'
import { freePort, type Server, startServer } from '@/test/support/server'

/** A server that trusts a provider, and its owner. */
export interface OidcServer {
  server: Server
  provider: TestProvider
  call: Call
  stop(): Promise<void>
}

export async function startOidcServer(
  claimsIn: 'id_token' | 'userinfo',
  settings: Record<string, string> = {},
): Promise<OidcServer> {
  const of = `http://localhost:${await freePort()}`
  const provider = await startProvider({ of, claimsIn })
  const server = await startServer({ ...provider.settings, NEXTAUTH_URL: of, ...settings })
  const stop = async () => {
    await server.stop()
    await provider.stop()
  }
  return { server, provider, call: clientOf(server.address), stop }
}

/** The server has an owner who signs in with a password. */
export async function startOwnedOidcServer(
  claimsIn: 'id_token' | 'userinfo',
  settings: Record<string, string> = {},
): Promise<OidcServer & { owner: string }> {
  const started = await startOidcServer(claimsIn, settings)
  return { ...started, owner: (await signUp(started.call)).authToken }
}

export function somebody(more: Partial<Person> = {}): Person {
  const sub = randomUUID()
  return { sub, email: `${sub}@example.com`, email_verified: true, name: 'Ada', ...more }
}

export const startAddress = ({ server }: OidcServer, next = '/') =>
  `${server.address}/api/auth/signin/oidc?next=${encodeURIComponent(next)}`

export const callbackAddress = ({ server }: OidcServer) =>
  `${server.address}/api/auth/callback/oidc`

/** @returns the path at which the browser ends, and its cookies for the server */
export async function signInThrough(
  oidc: OidcServer,
  person: Person | null,
  browser = new RedirectFollower(),
): Promise<{ path: string; cookie: string; browser: RedirectFollower }> {
  oidc.provider.person = person
  const callback = await browser.open(startAddress(oidc), callbackAddress(oidc))
  return { ...(await comeBack(oidc, browser, callback)), browser }
}

/** Opens the provider's answer, and returns the redirect that follows it. */
export async function comeBack(
  { server }: OidcServer,
  browser: RedirectFollower,
  callback: string,
) {
  if (!callback.startsWith(server.address)) throw new Error(`The browser has ended at ${callback}`)
  const response = await browser.get(callback)
  return {
    path: response.headers.get('location') ?? `${response.status}`,
    cookie: browser.cookieFor(server.address),
  }
}
