import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import type { TrustedProxies } from '@/lib/http/client-address'

export interface ProxySettings {
  /** The proxies whose `X-Forwarded-For` is trusted for the source address. */
  trustedProxies: TrustedProxies
}

const trustedProxies = z.string().transform((text, context): TrustedProxies => {
  if (/^\s*\d\s*$/.test(text)) return Number(text)
  const list = new BlockList()
  if (text.split(',').every((network) => addNetwork(list, network.trim()))) return list
  context.addIssue(
    'give how many proxies stand in front, or their addresses, such as 127.0.0.1 or 10.0.0.0/8',
  )
  return z.NEVER
})

/**
 * Adds an address or a network to the list.
 * @returns false when the text is neither
 */
function addNetwork(list: BlockList, text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const isSix = isIP(address) === 6
  if (isIP(address) === 0 || Number(bits ?? 0) > (isSix ? 128 : 32)) return false
  list.addSubnet(address, Number(bits ?? (isSix ? 128 : 32)), isSix ? 'ipv6' : 'ipv4')
  return true
}

export const proxyVariables = z.object({ JETON_TRUST_PROXY: trustedProxies.default(0) })

export const toProxySettings = (variables: z.output<typeof proxyVariables>): ProxySettings => ({
  trustedProxies: variables.JETON_TRUST_PROXY,
})
