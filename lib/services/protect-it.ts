import { blockOf, nameTokenHeaders } from '@/lib/services/guide-text'
import { serviceNameForm } from '@/shared/service-row'

/*
 * The configuration that lets exactly the tokens through that may be used at one service: the text
 * of the guides, with the service and the address of this server filled in.
 */

/** The guide of each guard, and its blocks of code with the names of the files that they are. */
const guides = {
  nginx: { guide: 'nginx.md', blocks: [['nginx', 'jeton.conf']] },
  caddy: { guide: 'caddy.md', blocks: [['caddyfile', 'Caddyfile']] },
  traefik: {
    guide: 'traefik.md',
    blocks: [
      ['yaml traefik.yml', 'traefik.yml'],
      ['yaml dynamic.yml', 'dynamic.yml'],
    ],
  },
  envoy: { guide: 'envoy.md', blocks: [['yaml envoy.yaml', 'envoy.yaml']] },
  haproxy: {
    guide: 'haproxy.md',
    blocks: [
      ['lua jeton.lua', 'jeton.lua'],
      ['haproxy haproxy.cfg', 'haproxy.cfg'],
    ],
  },
  express: {
    guide: 'express.md',
    blocks: [
      ['js jeton.mjs', 'jeton.mjs'],
      ['js app.mjs', 'app.mjs'],
    ],
  },
} as const satisfies Record<string, { guide: string; blocks: [opening: string, file: string][] }>

/** A program that guards a service: a proxy in front of it, or its own middleware. */
export type Guard = keyof typeof guides

/** In the order in which people see them. */
export const guards = Object.keys(guides) as Guard[]

/** Returns the name of the file in docs/guides. */
export const guideOf = (guard: Guard): string => guides[guard].guide

export interface ConfigurationFile {
  name: string
  text: string
}

export interface Protection {
  /** The name of the service. */
  service: string
  /** The service's own address, as its users type it; null if Jeton does not know it. */
  url: string | null
  /** Host and port at which the guard reaches this server without TLS, such as `127.0.0.1:3000`. */
  serverAddress: string
  /** The further headers in which verification looks for a token. */
  tokenHeaders: readonly string[]
}

const hostAndPort = /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):(\d{1,5})$/
/** Without characters that a configuration could take for more than a host. */
const plainOrigin = /^https?:\/\/(?:\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::\d{1,5})?$/

/**
 * Returns the files that protect a service, complete but for the addresses that only their reader
 * knows: those of the service behind the proxy (127.0.0.1:8080 in every guide) and, except for
 * Caddy with a known `url`, of the proxy itself (127.0.0.1:8000).
 * @param guide the text of its guide
 * @throws Error if the name of the service or the address is not usable
 */
export function protectIt(
  guard: Guard,
  guide: string,
  protection: Protection,
): ConfigurationFile[] {
  const replacements = replacementsFor(guard, protection)
  return guides[guard].blocks.map(([opening, name]) => {
    const text = nameTokenHeaders(blockOf(guide, opening), protection.tokenHeaders)
    const filled = replacements.reduce((all, [from, to]) => all.replaceAll(from, to), text)
    return { name, text: filled }
  })
}

function replacementsFor(
  guard: Guard,
  { service, url, serverAddress }: Protection,
): [from: string, to: string][] {
  if (!serviceNameForm.test(service)) throw new Error('This is no name of a service')
  const [, host = '', port] = hostAndPort.exec(serverAddress) ?? []
  if (port === undefined) throw new Error('This is no host with a port')
  const own: [string, string][] = [
    ['/api/v1/verify', `/api/v1/services/${service}/verify`],
    ['127.0.0.1:3000', serverAddress],
  ]
  const origin = url !== null && URL.canParse(url) ? new URL(url).origin : ''
  if (guard === 'caddy' && plainOrigin.test(origin)) own.push(['http://127.0.0.1:8000', origin])
  if (guard === 'envoy') {
    const address = host.replace(/^\[|\]$/g, '')
    own.push(['address: 127.0.0.1, port_value: 3000', `address: '${address}', port_value: ${port}`])
  }
  return own
}
