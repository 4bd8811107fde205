import { isIP } from 'node:net'
import { env } from '@/lib/config/settings'
import { urlOf } from '@/lib/http/url-of'

/** The relying party (WebAuthn, section 4): this installation, to whose address passkeys belong. */
export interface RelyingParty {
  /** The host name of the public address. */
  id: string
  name: string
  origin: string
}

/**
 * Returns the relying party, from the public address alone: a header that a client sends must not
 * choose it. Without a public address, it is `localhost` at our port.
 * @returns null where browsers have no passkeys: at an IP address, and over http but on localhost
 */
export function relyingParty(): RelyingParty | null {
  const { publicUrl, port } = env()
  const origin = publicUrl ?? urlOf('localhost', port)
  const { hostname: id, protocol } = new URL(origin)
  if (isIP(id.replace(/^\[|\]$/g, '')) !== 0) return null
  const isLocal = id === 'localhost' || id.endsWith('.localhost')
  return protocol === 'https:' || isLocal ? { id, name: 'Jeton', origin } : null
}
