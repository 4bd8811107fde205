import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addressForGuards } from '@/lib/services/address-for-guards'
import { protectHere } from '@/lib/services/protect-here'
import { type Guard, guards, guideOf, protectIt } from '@/lib/services/protect-it'
import { readGuide, snippetOf } from '@/test/support/guide'

/* "Protect it": the text of the guides, filled in. test/guides runs what this returns. */

const protection = {
  service: 'wiki',
  url: 'https://wiki.example.com/start',
  serverAddress: 'tokens.internal:4000',
  tokenHeaders: [],
}

const filesFor = (guard: Guard, more: Partial<Parameters<typeof protectIt>[2]> = {}) =>
  protectIt(guard, readGuide(guideOf(guard)), { ...protection, ...more })

const path = { '/api/v1/verify': '/api/v1/services/wiki/verify' }
const address = { '127.0.0.1:3000': 'tokens.internal:4000' }

test.each<[Guard, [name: string, opening: string, replaced: Record<string, string>][]]>([
  ['nginx', [['jeton.conf', 'nginx', { ...path, ...address }]]],
  [
    'caddy',
    [
      [
        'Caddyfile',
        'caddyfile',
        { ...path, ...address, 'http://127.0.0.1:8000': 'https://wiki.example.com' },
      ],
    ],
  ],
  [
    'traefik',
    [
      ['traefik.yml', 'yaml traefik.yml', {}],
      ['dynamic.yml', 'yaml dynamic.yml', { ...path, ...address }],
    ],
  ],
  [
    'envoy',
    [
      [
        'envoy.yaml',
        'yaml envoy.yaml',
        {
          ...path,
          ...address,
          'address: 127.0.0.1, port_value: 3000': "address: 'tokens.internal', port_value: 4000",
        },
      ],
    ],
  ],
  [
    'haproxy',
    [
      ['jeton.lua', 'lua jeton.lua', {}],
      ['haproxy.cfg', 'haproxy haproxy.cfg', { ...path, ...address }],
    ],
  ],
  [
    'express',
    [
      ['jeton.mjs', 'js jeton.mjs', { ...path, ...address }],
      ['app.mjs', 'js app.mjs', {}],
    ],
  ],
])('%s gets the text of its guide, with the service and this server filled in', (guard, files) => {
  expect(filesFor(guard)).toEqual(
    files.map(([name, opening, replaced]) => ({
      name,
      text: snippetOf(guideOf(guard), opening, replaced),
    })),
  )
})

test.each(guards)('%s asks about the service alone, at this server alone', (guard) => {
  const text = filesFor(guard)
    .map((file) => file.text)
    .join('\n')
  expect(text.match(/\/api\/v1\/[\w/{}-]*/g)).toEqual(['/api/v1/services/wiki/verify'])
  expect(text).not.toContain('3000')
})

test.each(guards)('%s names a further header as often as xc-auth', (guard) => {
  const text = filesFor(guard, { tokenHeaders: ['x-api-key', 'p-access-token'] })
    .map((file) => file.text)
    .join('\n')
  const count = (name: string) => text.split(name).length - 1
  expect(count('xc-auth')).toBeGreaterThan(0)
  expect([count('x-api-key'), count('p-access-token')]).toEqual([
    count('xc-auth'),
    count('xc-auth'),
  ])
})

test('Envoy gets a bare IPv6 address', () => {
  const [file] = filesFor('envoy', { serverAddress: '[fd00::1]:4000' })
  expect(file?.text).toContain("address: 'fd00::1', port_value: 4000")
  expect(file?.text).toContain('uri: http://[fd00::1]:4000')
})

test.each([
  '',
  'Wiki',
  'wiki;',
  'wi ki',
  'wiki/../x',
  'wiki"',
  "wiki'",
  '-wiki',
  'wiki\n',
  '{wiki}',
  '$wiki',
  'wiki%2f',
  'a'.repeat(64),
])('no configuration names the service %j', (service) => {
  for (const guard of guards) expect(() => filesFor(guard, { service })).toThrow()
})

test.each([
  '',
  'jeton',
  'http://jeton:3000',
  'jeton:3000/',
  'jeton:3000;',
  'je ton:3000',
  '$host:80',
  'a,b:1',
])('no configuration asks at %j', (serverAddress) => {
  for (const guard of guards) expect(() => filesFor(guard, { serverAddress })).toThrow()
})

test.each(['https://{env.HOME}', 'javascript:alert(1)', 'not an address', null])(
  'Caddy keeps the address of the guide for a service at %j',
  (url) => {
    const [file] = filesFor('caddy', { url })
    expect(file?.text).toMatch(/^http:\/\/127\.0\.0\.1:8000 \{\n/)
  },
)

test.each([
  ['http://localhost:3000', 'http://127.0.0.1:3000', '127.0.0.1:3000'],
  ['http://tokens.example.com', 'http://0.0.0.0:3000', 'tokens.example.com:80'],
  ['https://tokens.example.com', 'http://127.0.0.1:3000', '127.0.0.1:3000'],
  ['https://tokens.example.com', 'http://0.0.0.0:3000', 'tokens.example.com:3000'],
  ['https://tokens.example.com:8443', 'http://[::]:3000', 'tokens.example.com:3000'],
  ['https://tokens.example.com', 'http://[fd00::1]:3000', '[fd00::1]:3000'],
  ['https://tokens.example.com', 'http://localhost:80', '127.0.0.1:80'],
  ['http://a:b:c', 'http://127.0.0.1:3000', '127.0.0.1:3000'],
])('a server at %s that listens on %s is asked at %s', (origin, listen, address) => {
  expect(addressForGuards(origin, listen)).toBe(address)
})

test.each(['-a_b.', '[::1]:3000', '1.2', 'a..b', '_'])(
  'whatever host a client names, there is a configuration: %s',
  (host) => {
    const serverAddress = addressForGuards(`http://${host}`, 'http://127.0.0.1:3000')
    for (const guard of guards) expect(filesFor(guard, { serverAddress })).not.toEqual([])
  },
)

test('a server gives the files of every guard for itself', () => {
  const service = { name: 'wiki', url: null }
  const given = protectHere(service, 'http://tokens.internal:4000')
  expect(given).toEqual(guards.map((guard) => ({ guard, files: filesFor(guard, { url: null }) })))
})

test('an image contains the guides', () => {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n')
  const admitted = lines.indexOf('!docs/guides')
  expect(admitted).toBeGreaterThan(lines.indexOf('docs/*'))
  const later = lines.slice(admitted)
  expect(later.filter((line) => /^\/?(docs\/?.*|\*\*?|[^!]*\.md)$/.test(line))).toEqual([])
})
