import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { credentialHeaders } from '@/lib/http/credentials'
import { identityNames } from '@/test/support/identity-names'

/*
 * Every guide names every identity header, even if no test runs its text: a caller could forge a
 * header that a guide omits. It names every header that may hold a credential, because the service
 * would receive the token in one that a guide omits.
 */

/** Guides that do not use the verifier. */
const others = [
  'README.md',
  'applications.md',
  'backup-and-move.md',
  'introspection.md',
  'offline-jwt.md',
  'openid.md',
  'operations.md',
  'scale-out.md',
  'scanning.md',
]
const guides = readdirSync('docs/guides').filter((guide) => !others.includes(guide))
const names = identityNames.map((name) => name.toLowerCase())
const credentials = credentialHeaders.map((name) => name.toLowerCase())

const read = (file: string) => readFileSync(file, 'utf8').toLowerCase()
/** The code that people copy out of a guide. Prose that names a header protects nobody. */
const codeOf = (guide: string) =>
  (read(`docs/guides/${guide}`).match(/^```.*?^```/gms) ?? []).join('\n')
const missingIn = (text: string) => names.filter((name) => !text.includes(name))
const found = (text: string, form: RegExp) => [...text.matchAll(form)].map(([, name]) => name)

/** Its programs read who has connected, and pass no identity header on. */
const passesNoneOn = (guide: string) => guide === 'revocation-stream.md'

test.each(guides.filter((guide) => !passesNoneOn(guide)))(
  'the code of %s names every identity header',
  (guide) => {
    expect(missingIn(codeOf(guide))).toEqual([])
  },
)

test.each(['docs/verify.md', 'docs/guides/README.md'])('%s names every identity header', (file) => {
  expect(missingIn(read(file))).toEqual([])
})

test.each(guides)('the code of %s asks Jeton with every credential header', (guide) => {
  expect(credentials.filter((name) => !codeOf(guide).includes(name))).toEqual([])
})

test('every proxy removes every credential header', () => {
  const removed = {
    'haproxy.md': /http-request del-header ([\w-]+)\n/g,
    'nginx.md': /proxy_set_header (\S+) "";/g,
    'caddy.md': /\n\t\trequest_header -([\w-]+)(?=\n)/g,
    'traefik.md': /(\S+): ""\n/g,
    'envoy.md': /(?<=request_headers_to_remove: \[.*)([\w-]+)/g,
  }
  for (const [guide, form] of Object.entries(removed))
    expect(found(codeOf(guide), form), guide).toEqual(expect.arrayContaining(credentials))
})

test.each(['express.md', 'next.md', 'python.md'])('%s removes what it asks with', (guide) => {
  const list = /(?:credentialnames = \[|credentials = \()(.*)[\])]/.exec(codeOf(guide))?.[1]
  expect(found(list ?? '', /'([\w-]+)'/g)).toEqual(credentials)
})

test('Traefik removes and sets every one of them', () => {
  const [, list = ''] = /authresponseheaders:\n((?: +- .*\n)+)/.exec(codeOf('traefik.md')) ?? []
  expect(found(list, /- (\S+)/g).toSorted()).toEqual(names.toSorted())
})

test('Traefik empties every one of them in a preflight', () => {
  const [, list = ''] =
    /without-identity:\n.*\n.*customrequestheaders:\n((?: +\S+: ""\n)+)/.exec(
      codeOf('traefik.md'),
    ) ?? []
  expect(found(list, /(\S+): ""/g)).toEqual(expect.arrayContaining(names))
})

test('HAProxy removes and sets every one of them', () => {
  const code = codeOf('haproxy.md')
  const [, list = ''] = /local identity = \{\n((?: +".*",\n)+)/.exec(code) ?? []
  expect(found(list, /"(\S+)"/g).toSorted()).toEqual(names.toSorted())
  const [, removed = ''] = /del-header (\^\(.*) -m reg\n/.exec(code) ?? []
  expect(names.filter((name) => !new RegExp(removed).test(name))).toEqual([])
})

test('Envoy removes every one of them, and lets every one of Jeton’s through', () => {
  const code = codeOf('envoy.md')
  expect(found(code, /\["([\w-]+)"\] = true/g).toSorted()).toEqual(names.toSorted())
  const [, list = ''] =
    /allowed_upstream_headers:\n +patterns:\n((?: +- exact: .*\n)+)/.exec(code) ?? []
  expect(found(list, /exact: (\S+)/g).toSorted()).toEqual(names.toSorted())
})
