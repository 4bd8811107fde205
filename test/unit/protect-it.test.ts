import { expect, test } from 'vitest'
import { type Guard, guards, guideOf, protectIt } from '@/lib/services/protect-it'
import { readGuide, snippetOf } from '@/test/support/guide'

/* "Protect it": the text of the guides, filled in. test/guides runs what this returns. */

const protection = {
  service: 'wiki',
  url: 'https://wiki.example.com/start',
  jeton: 'tokens.internal:4000',
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
  const [file] = filesFor('envoy', { jeton: '[fd00::1]:4000' })
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
  '-:1',
])('no configuration asks at %j', (jeton) => {
  for (const guard of guards) expect(() => filesFor(guard, { jeton })).toThrow()
})

test.each(['https://{env.HOME}', 'javascript:alert(1)', 'not an address', null])(
  'Caddy keeps the address of the guide for a service at %j',
  (url) => {
    const [file] = filesFor('caddy', { url })
    expect(file?.text).toMatch(/^http:\/\/127\.0\.0\.1:8000 \{\n/)
  },
)
