import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeJwt, type JWK } from 'jose'
import { ForgingKeys } from '@/test/support/forging-keys'

/*
 * A real OpenID provider (npm `oidc-provider`) on loopback, and means to make it lie: its answers
 * pass through here, where a test may change them.
 */

// The package expects a later Node.
URL.parse ??= (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null)

export interface Person {
  sub: string
  email?: string
  email_verified?: boolean
  name?: string
  groups?: unknown
}

export type Endpoint = 'discovery' | 'token' | 'userinfo' | 'jwks'

/**
 * `hangs`: never answers; `stalls`: stops after the first byte; `drips`: goes on sending blanks
 * without end; `fails`: answers 500; `talks rubbish`: answers something else.
 */
export type Behaviour = 'normal' | 'hangs' | 'stalls' | 'drips' | 'fails' | 'talks rubbish'

/** The part of the package that is used. */
interface Provider {
  callback(): (request: IncomingMessage, response: ServerResponse) => void
  interactionFinished(
    request: IncomingMessage,
    response: ServerResponse,
    result: object,
  ): Promise<void>
}

export interface TestProvider {
  issuer: string
  /** Who signs in; null: whoever asks is sent back with `access_denied`. */
  person: Person | null
  /** Whether a person has to press a button; without it, they are signed in at once. */
  asks: boolean
  /** Of all endpoints, or of those that are named. */
  behaviour: Behaviour | Partial<Record<Endpoint, Behaviour>>
  /** Values that replace those of its metadata. */
  metadata: Record<string, unknown>
  /** How often each endpoint was asked. */
  asked: Record<Endpoint, number>
  /** Makes another ID token of the one that would be sent. */
  forge: ((claims: Record<string, unknown>) => Promise<string>) | null
  /** Signs as the provider does, and otherwise. */
  keys: ForgingKeys
  /** The session of a person's sign-in, by its number. */
  sidOf(sub: string, signIn: number): unknown
  /** The settings of a server that trusts this provider. */
  settings: Record<string, string>
  start(): Promise<void>
  stop(): Promise<void>
}

/** The package has no types. */
const untyped: string = 'oidc-provider'

export const clientId = 'jeton'
export const clientSecret = 'a-client-secret-that-is-long-enough-for-hs256'

interface Shape {
  /** The address of the server that trusts the provider. */
  of: string
  /** Whether email and groups are in the ID token, or at userinfo alone. */
  claimsIn: 'id_token' | 'userinfo'
}

export async function startProvider({ of, claimsIn }: Shape): Promise<TestProvider> {
  const keys = new ForgingKeys(clientSecret)
  let server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const people = new Map<string, Person>()
  const sids = new Map<string, unknown[]>()
  const provider = await makeProvider({ issuer, of, claimsIn, key: keys.privateKey, people })
  const handle = provider.callback()
  const test: TestProvider = {
    issuer,
    person: null,
    asks: false,
    behaviour: 'normal',
    metadata: {},
    asked: { discovery: 0, token: 0, userinfo: 0, jwks: 0 },
    forge: null,
    keys,
    sidOf: (sub, signIn) => sids.get(sub)?.[signIn],
    settings: {
      JETON_OIDC_ISSUER: issuer,
      JETON_OIDC_CLIENT_ID: clientId,
      JETON_OIDC_CLIENT_SECRET: clientSecret,
      JETON_OIDC_NAME: 'Test Provider',
      PORT: new URL(of).port,
    },
    async start() {
      server = createServer(answer).listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    stop: () => close(server),
  }
  server.on('request', answer)

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url ?? '', issuer)
    const endpoint = endpoints[pathname]
    if (endpoint) test.asked[endpoint] += 1
    if (misbehave(response, behaviourAt(endpoint))) return
    if (pathname.startsWith('/interaction/')) {
      interact(request, response, test.person)
      return
    }
    if (endpoint === 'token') rewrite(response, forgeIdToken)
    if (endpoint === 'jwks') rewrite(response, async () => keys.publicSet())
    if (endpoint === 'discovery') rewrite(response, async (body) => ({ ...body, ...test.metadata }))
    handle(request, response)
  }

  function behaviourAt(endpoint: Endpoint | undefined): Behaviour {
    const { behaviour } = test
    if (typeof behaviour === 'string') return behaviour
    return (endpoint && behaviour[endpoint]) ?? 'normal'
  }

  async function forgeIdToken(body: Record<string, unknown>) {
    if (typeof body.id_token !== 'string') return body
    const claims = decodeJwt(body.id_token)
    sids.set(String(claims.sub), [...(sids.get(String(claims.sub)) ?? []), claims.sid])
    const forge = test.forge ?? keys.sign
    return { ...body, id_token: await forge({ ...claims }) }
  }

  function interact(request: IncomingMessage, response: ServerResponse, person: Person | null) {
    const { pathname, searchParams } = new URL(request.url ?? '', issuer)
    if (test.asks && !searchParams.has('answer')) {
      const link = (text: string, value: string) =>
        `<a href="${pathname}?answer=${value}">${text}</a>`
      response.setHeader('content-type', 'text/html')
      response.end(`<h1>Test Provider</h1>${link('Continue', 'yes')} ${link('Cancel', 'no')}`)
      return
    }
    const isDenied = person === null || searchParams.get('answer') === 'no'
    if (person) people.set(person.sub, person)
    const result = isDenied
      ? { error: 'access_denied', error_description: 'cancelled' }
      : { login: { accountId: person.sub } }
    void provider.interactionFinished(request, response, result)
  }

  return test
}

const endpoints: Record<string, Endpoint> = {
  '/.well-known/openid-configuration': 'discovery',
  '/token': 'token',
  '/me': 'userinfo',
  '/jwks': 'jwks',
}

/** @returns whether the request has its answer, or will have none */
function misbehave(response: ServerResponse, behaviour: Behaviour): boolean {
  if (behaviour === 'normal') return false
  if (behaviour === 'hangs') return true
  if (behaviour === 'fails') response.writeHead(500).end()
  if (behaviour === 'talks rubbish') response.end('<h1>Welcome</h1>')
  if (behaviour === 'stalls') response.write(' ')
  if (behaviour === 'drips') {
    const dripping = setInterval(() => response.write(' '), 100)
    response.once('close', () => clearInterval(dripping))
  }
  return true
}

async function close(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  await once(server, 'close')
}

type Body = Record<string, unknown>

/** Changes the JSON body of a response before it is sent. */
function rewrite(response: ServerResponse, change: (body: Body) => Promise<Body>): void {
  const end = response.end.bind(response)
  response.end = ((body: string | Buffer) => {
    void change(JSON.parse(String(body))).then((changed) => {
      const text = JSON.stringify(changed)
      response.setHeader('content-length', Buffer.byteLength(text))
      end(text)
    })
    return response
  }) as typeof response.end
}

interface Making extends Shape {
  issuer: string
  key: JWK
  people: Map<string, Person>
}

async function makeProvider({ issuer, of, claimsIn, key, people }: Making): Promise<Provider> {
  const { Provider } = (await import(untyped)) as {
    Provider: new (issuer: string, configuration: object) => Provider & GrantMaker
  }
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${of}/api/auth/callback/oidc`],
        response_types: ['code'],
        backchannel_logout_uri: `${of}/api/v1/auth/oidc/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [key] },
    cookies: { keys: ['test'] },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'profile'],
    claims: {
      openid: ['sub', 'sid'],
      email: ['email', 'email_verified'],
      profile: ['name', 'groups'],
    },
    conformIdTokenClaims: claimsIn === 'userinfo',
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    findAccount: (_: unknown, sub: string) => ({
      accountId: sub,
      claims: () => people.get(sub) ?? { sub },
    }),
    // Consents to everything, so that there is no consent page.
    async loadExistingGrant({ oidc }: { oidc: Consent }) {
      const grant = new provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  return provider
}

interface Consent {
  client: { clientId: string }
  session: { accountId: string }
}

interface GrantMaker {
  Grant: new (of: {
    clientId: string
    accountId: string
  }) => { addOIDCScope(scopes: string): void; save(): Promise<string> }
}
