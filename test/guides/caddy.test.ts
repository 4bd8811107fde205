import { guardBy } from '@/test/support/guard-by'
import { type Guide, tokenHeaders } from '@/test/support/guarded'
import { insertAfter, insertBefore, replaceLine, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { passesAuthorization } from '@/test/support/own-authorization'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startCaddy } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'

/* docs/guides/caddy.md, run by Caddy itself. */

const run = (caddyfile: string) => guardBy(startCaddy, caddyfile)

const caddyfileOf = (jeton: string) =>
  snippetOf('caddy.md', 'caddyfile', { '127.0.0.1:3000': jeton })

const withPreflights = (caddyfile: string) =>
  insertBefore(caddyfile, /^\s+forward_auth /, snippetOf('caddy.md', 'caddyfile preflight'))

function withAuthorization(caddyfile: string): string {
  const removed = replaceLine(caddyfile, /^\s+request_header -Authorization$/, () => '')
  const own = snippetOf('caddy.md', 'caddyfile own-authorization').trimEnd()
  return insertAfter(removed, /^\s+header_up -Cookie$/, own)
}

const start = (jeton: string) => run(caddyfileOf(jeton))
const startWithPreflights = (jeton: string) => run(withPreflights(caddyfileOf(jeton)))
const startWithAuthorization = (jeton: string) => run(withAuthorization(caddyfileOf(jeton)))
const startForService = (jeton: string) => run(fileFor('caddy', jeton, 'Caddyfile'))

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  letsNothingElseComeWithAPreflight(guide, startWithPreflights)
  passesAuthorization(guide, startWithAuthorization)
  const passed = tokenHeaders.filter((name) => name !== 'proxy-authorization')
  guardsOneService(guide, startForService, passed)
}

describeGuide('Caddy', start, { away: [502, 504], more: keepsItsPromises })
