import { z } from 'zod'
import { credentialHeaders } from '@/lib/http/credentials'

export interface VerificationSettings {
  /**
   * Further headers, in lower case, in which verification looks for a token, in this order. No
   * other part of the server reads them.
   */
  tokenHeaders: readonly string[]
}

/**
 * Names without other signs: proxies drop headers with them, or take `x_api_key` for `x-api-key`.
 */
const headerName = /^[a-z0-9]+(?:-[a-z0-9]+)*$/

const usual: readonly string[] = credentialHeaders.map((name) => name.toLowerCase())

/** The identity that verification answers with: proxies remove these headers from requests. */
const ofIdentity = /^(?:remote|x-token|x-auth-request)-|^x-service$/

/** Headers with a meaning of their own in HTTP, browsers or proxies: families, and single names. */
const ofHttpFamily =
  /^(?:accept|access-control|content|if|sec|x-envoy|x-forwarded|x-original)(?:-|$)/
const ofHttp = new Set([
  'cache-control',
  'connection',
  'cookie',
  'date',
  'expect',
  'forwarded',
  'from',
  'host',
  'http2-settings',
  'keep-alive',
  'max-forwards',
  'origin',
  'pragma',
  'priority',
  'proxy-authenticate',
  'proxy-connection',
  'range',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'upgrade-insecure-requests',
  'user-agent',
  'via',
  'x-http-method-override',
  'x-real-ip',
  'x-request-id',
])

function faultOf(name: string, i: number, names: readonly string[]): string | null {
  if (!headerName.test(name))
    return 'give names of headers with commas between them, of letters, digits and dashes, such as x-api-key'
  if (names.indexOf(name) < i) return `leave out the second ${name}`
  if (usual.includes(name)) return `leave out ${name}, which is read in any case`
  if (ofIdentity.test(name)) return `leave out ${name}, which tells a service whose token it was`
  if (ofHttpFamily.test(name) || ofHttp.has(name))
    return `leave out ${name}, which HTTP or a proxy needs for itself`
  return null
}

const tokenHeaders = z.string().transform((text, context): readonly string[] => {
  const names = text.split(',').map((name) => name.trim().toLowerCase())
  const fault = names.map(faultOf).find((found) => found !== null)
  if (fault === undefined) return names
  context.addIssue(fault)
  return z.NEVER
})

export const verificationVariables = z.object({ JETON_TOKEN_HEADERS: tokenHeaders.default([]) })

export const toVerificationSettings = (
  variables: z.output<typeof verificationVariables>,
): VerificationSettings => ({ tokenHeaders: variables.JETON_TOKEN_HEADERS })
