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

type Served = Pick<OidcServer, 'server'>

export const startAddress = ({ server }: Served, next = '/') =>
  `${server.address}/api/auth/signin/oidc?next=${encodeURIComponent(next)}`

export const callbackAddress = ({ server }: Served) => `${server.address}/api/auth/callback/oidc`

/**
 * Goes to the provider, and stops before its answer is brought back.
 * @returns the address that brings it
 */
export async function reachCallback(
  oidc: OidcServer,
  person = somebody(),
): Promise<{ browser: RedirectFollower; callback: string }> {
  const browser = new RedirectFollower()
  oidc.provider.person = person
  return { browser, callback: await browser.open(startAddress(oidc), callbackAddress(oidc)) }
}

/** So that a busy machine, on which the server gives up after five seconds, fails no test. */
const maxTries = 5

/** Signs in, and tries again where the answer says that the provider is away: here it is not. */
export async function untilAnswered<T extends { path: string }>(
  signIn: () => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const ended = await signIn()
    if (!isGivenUp(ended) || tries === maxTries) return ended
  }
}

/** @returns the path at which the browser ends, and its cookies for the server */
export const signInThrough = (
  oidc: OidcServer,
  person: Person | null,
  browser = new RedirectFollower(),
): Promise<{ path: string; cookie: string; browser: RedirectFollower }> =>
  untilAnswered(async () => {
    oidc.provider.person = person
    const callback = await browser.open(startAddress(oidc), callbackAddress(oidc))
    return { ...(await comeBack(oidc, browser, callback)), browser }
  })

/** Whether the server has given up on the provider. */
export const isGivenUp = ({ path }: { path: string }) =>
  path.startsWith('/sign-in?error=provider_away')

/** Opens the provider's answer, and returns the redirect that follows it. */
export async function comeBack({ server }: Served, browser: RedirectFollower, callback: string) {
  if (!callback.startsWith(server.address)) throw new Error(`The browser has ended at ${callback}`)
  const response = await browser.get(callback)
  return {
    path: response.headers.get('location') ?? `${response.status}`,
    cookie: browser.cookieFor(server.address),
  }
}
