import { readdirSync } from 'node:fs'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { isApiTokenSecret } from '@/lib/tokens/api-token-secret'
import { clientOf } from '@/test/support/client'
import { addresses, document } from '@/test/support/contract'
import { identityNames } from '@/test/support/identity-names'
import { sharedServer } from '@/test/support/shared-server'

const server = sharedServer()
const call = clientOf(server.address)

/** The routes of next-auth, which only the pages use, and the route for every unknown address. */
const undescribed = ['/api/auth', '/api', '/api/auth/callback/oidc', '/api/auth/signin/oidc']

test('the document is served, and is the one that the answers are held to', async () => {
  const { status, body } = await call('GET', '/api/v1/openapi.json')
  expect(status).toBe(200)
  expect({ ...body, servers: [] }).toEqual({ ...document, servers: [] })
})

test('the document names the address that it was fetched from, and no shared cache keeps it for another', async () => {
  const { port } = new URL(server.address)
  for (const address of [`http://localhost:${port}`, `http://127.0.0.1:${port}`]) {
    const { headers, body } = await clientOf(address)('GET', '/api/v1/openapi.json')
    expect(body.servers.map(({ url }: { url: string }) => url)).toEqual([address])
    expect(headers.get('cache-control')).toBe('private, max-age=300')
  }
})

test('a public validator finds no fault with the document', async () => {
  const config = await createConfig({
    extends: ['recommended-strict'],
    rules: {
      // The server is the one that answers, at any address.
      'no-server-example.com': 'off',
      'operation-4xx-response': 'error',
      'no-invalid-media-type-examples': 'error',
      'no-invalid-schema-examples': 'error',
      'no-invalid-parameter-examples': 'error',
      'no-ambiguous-paths': 'error',
      // OpenAPI cannot describe methods that do not exist, so only prose mentions the answer to
      // them.
      'no-unused-components': 'off',
    },
  })
  const problems = await lintFromString({ source: JSON.stringify(document), config })
  expect(
    problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`,
    ),
  ).toEqual([])
})

/** Answered without Next: server/health.ts, server/revocation-stream, verifier/answer.ts. */
const ofServer = [
  '/api/health',
  '/api/ready',
  '/api/v1/revocations',
  '/api/v1/services/{name}/verify',
  '/api/v1/verify',
]

test('every route is in the document, and everything in the document has a route', () => {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
  const routes = files
    .filter((file) => file.endsWith('route.ts'))
    .map((file) =>
      `/${file}`
        .replaceAll('\\', '/')
        .replace(/\/route\.ts$/, '')
        .replace(/\/\[{1,2}\.{3}\w+\]{1,2}$/, '')
        .replace(/\[(\w+)\]/g, '{$1}'),
    )
  const described = routes.filter((path) => !undescribed.includes(path))
  expect([...described, ...ofServer].sort()).toEqual(Object.keys(document.paths ?? {}).sort())
})

test('every other address of the same endpoint is in the document, and leads there', async () => {
  const { default: settings } = await import(`${process.cwd()}/next.config.js`)
  const sources: string[] = (await settings.rewrites()).map(
    ({ source }: { source: string }) => source,
  )
  const others = addresses
    .filter(({ path, address }) => path !== address)
    .map(({ address }) => address)
  for (const source of sources) {
    expect(
      others.some((address) => address.startsWith(source.replace(':path*', ''))),
      source,
    ).toBe(true)
  }
  for (const address of others) expect((await call('OPTIONS', address)).status, address).toBe(204)
})

test('every identity header of the verifier is documented', () => {
  const { headers } = document.paths?.['/api/v1/verify']?.get?.responses?.['200'] ?? {}
  expect(Object.keys(headers)).toEqual(expect.arrayContaining(identityNames))
})

test('no example is a token that could be one', () => {
  const texts: string[] = []
  JSON.stringify(document, (_, value) => {
    if (typeof value === 'string') texts.push(value)
    return value
  })
  expect(texts.some((text) => text.startsWith('jtn_'))).toBe(true)
  expect(texts.filter((text) => isApiTokenSecret(text) || /eyJ/.test(text))).toEqual([])
})
