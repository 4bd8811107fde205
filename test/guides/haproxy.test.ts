import { guardBy } from '@/test/support/guard-by'
import type { Guide } from '@/test/support/guarded'
import { replaceLine, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startHaproxy } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'

/* docs/guides/haproxy.md, run by HAProxy itself. */

const run = (configuration: string, lua: string) =>
  guardBy((moved, port) => startHaproxy(moved, port, { 'jeton.lua': lua }), configuration)

const lua = snippetOf('haproxy.md', 'lua jeton.lua')
const configurationOf = (jeton: string) =>
  snippetOf('haproxy.md', 'haproxy haproxy.cfg', { '127.0.0.1:3000': jeton })

function withPreflights(configuration: string, jeton: string): string {
  const preflight = snippetOf('haproxy.md', 'haproxy preflight', { '127.0.0.1:3000': jeton })
  return replaceLine(configuration, /^ +http-request lua\.jeton /, () => preflight)
}

const start = (jeton: string) => run(configurationOf(jeton), lua)
const startWithPreflights = (jeton: string) =>
  run(withPreflights(configurationOf(jeton), jeton), lua)
const startForService = (jeton: string) =>
  run(fileFor('haproxy', jeton, 'haproxy.cfg'), fileFor('haproxy', jeton, 'jeton.lua'))

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  letsNothingElseComeWithAPreflight(guide, startWithPreflights)
  guardsOneService(guide, startForService)
}

describeGuide('HAProxy', start, { away: [503], more: keepsItsPromises })
