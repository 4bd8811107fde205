import { isIP } from 'node:net'
import { env } from '@/lib/config/settings'
import { serverAddress } from '@/lib/http/server-address'

/** The relying party (WebAuthn, section 4): this installation, to whose address passkeys belong. */
export interface RelyingParty {
  /** The host name of the public address. */
  id: string
  name: string
  origin: string
}

/**
 * Returns the relying party, from the public address alone: a header that a client sends must not
 * choose it. Without a public address there are passkeys on `localhost` only, at whichever port the
 * browser reaches us.
 * @returns null where browsers have no passkeys: at an IP address, and over http but on localhost
 */
export function relyingParty(headers: Headers): RelyingParty | null {
  const { publicUrl } = env()
  const origin = serverAddress(headers, env())
  if (!URL.canParse(origin)) return null
  const { hostname: id, protocol } = new URL(origin)
  if (isIP(id.replace(/^\[|\]$/g, '')) !== 0) return null
  const isLocal = id === 'localhost' || id.endsWith('.localhost')
  const isUsable = isLocal || (protocol === 'https:' && publicUrl !== undefined)
  return isUsable ? { id, name: 'Jeton', origin } : null
}
