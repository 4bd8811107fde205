import { guardBy } from '@/test/support/guard-by'
import type { Guarded, Guide } from '@/test/support/guarded'
import { insertAfter, insertBefore, replaceLine, snippetOf } from '@/test/support/guide'
import { describeGuide } from '@/test/support/guide-promises'
import { fileFor, guardsOneService } from '@/test/support/one-service'
import { passesAuthorization } from '@/test/support/own-authorization'
import { letsNothingElseComeWithAPreflight, letsPreflightsThrough } from '@/test/support/preflights'
import { startNginx } from '@/test/support/proxy'
import { keepsProxyPromises } from '@/test/support/proxy-promises'

/* docs/guides/nginx.md, run by nginx itself. */

const run = (site: string) => guardBy(startNginx, site)

const siteOf = (jeton: string) => snippetOf('nginx.md', 'nginx', { '127.0.0.1:3000': jeton })

const start = (jeton: string) => run(siteOf(jeton))
const startWithPreflights = (jeton: string) => run(withPreflights(siteOf(jeton)))
const startForService = (jeton: string) => run(fileFor('nginx', jeton, 'jeton.conf'))

const part = (name: string) => snippetOf('nginx.md', `nginx ${name}`)

function withPreflights(site: string): string {
  const maps = insertBefore(site, /^server /, part('preflight-maps'))
  const located = insertBefore(maps, /^ +location \/ /, part('preflight-location'))
  return insertAfter(located, /^ +location \/ /, part('preflight-first'))
}

const ownAuthorization = part('own-authorization').trimEnd()

function startWithAuthorization(jeton: string): Promise<Guarded> {
  const line = new RegExp(`^${ownAuthorization}$`)
  const removed = replaceLine(siteOf(jeton), line, () => '')
  return run(insertAfter(removed, /^ +proxy_set_header Cookie /, ownAuthorization))
}

function keepsItsPromises(guide: Guide): void {
  keepsProxyPromises(guide)
  letsPreflightsThrough(guide, startWithPreflights)
  letsNothingElseComeWithAPreflight(guide, startWithPreflights)
  guardsOneService(guide, startForService)
  passesAuthorization(guide, startWithAuthorization)
}

describeGuide('nginx', start, { away: [500], more: keepsItsPromises })
