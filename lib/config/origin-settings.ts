import { z } from 'zod'
import type { CorsOrigins } from '@/lib/http/cors'

export interface OriginSettings {
  /**
   * The public origin, without a trailing slash; undefined: the address that this process listens
   * on.
   */
  publicUrl: string | undefined
  /** Whether the public address is https: a proxy in front terminates TLS. */
  isHttps: boolean
  /** Origins whose pages may call the API from a browser. */
  corsOrigins: CorsOrigins
  /** The contacts for reports of vulnerabilities, as URIs, for security.txt. */
  securityContacts: string[]
}

const publicUrl = z
  .string()
  .refine(
    isOrigin,
    'give the address that people type, without a path, such as https://tokens.example.com',
  )
  .transform((url) => new URL(url).origin)

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, pathname, search, hash } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && pathname + search + hash === '/'
}

const corsOrigins = z.string().transform((text, context): CorsOrigins => {
  if (text.trim() === '*') return '*'
  const given = text.split(',').map((origin) => origin.trim())
  const origins = given.flatMap((origin) => toOrigin(origin) ?? [])
  if (origins.length === given.length) return origins
  context.addIssue(
    given.includes('null')
      ? 'leave out null, which is the origin of every sandboxed page and every local file'
      : 'give origins with commas between them, such as https://app.example.com or tauri://localhost, or * alone',
  )
  return z.NEVER
})

/**
 * An origin with a scheme that a program or a browser has registered for its own pages. `URL`
 * returns no origin for such a scheme.
 */
const ownSchemeOrigin = /^[a-z][a-z0-9+.-]*:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/

/** @returns the origin as browsers send it, or null when the text is not an origin */
function toOrigin(text: string): string | null {
  if (text.includes('*')) return null
  if (/^https?:/i.test(text)) return isOrigin(text) ? new URL(text).origin : null
  const origin = text.replace(/\/$/, '').toLowerCase()
  return ownSchemeOrigin.test(origin) ? origin : null
}

/**
 * A URI without white space, which could begin another line of the file (RFC 9116, section 2.5.3).
 */
const contact = /^(mailto:[^\s,]+@[^\s,]+|https:\/\/[^\s,]+|tel:\+[\d-]+)$/

const securityContacts = z.string().transform((text, context) => {
  const contacts = text.split(',').map((one) => one.trim())
  if (contacts.every((one) => contact.test(one))) return contacts
  context.addIssue(
    'give addresses with commas between them, such as mailto:security@example.com or https://example.com/security',
  )
  return z.NEVER
})

export const originVariables = z.object({
  NEXTAUTH_URL: publicUrl.optional(),
  JETON_CORS_ORIGINS: corsOrigins.default([]),
  JETON_SECURITY_CONTACT: securityContacts.default([]),
})

export const toOriginSettings = (variables: z.output<typeof originVariables>): OriginSettings => ({
  publicUrl: variables.NEXTAUTH_URL,
  isHttps: variables.NEXTAUTH_URL?.startsWith('https://') ?? false,
  corsOrigins: variables.JETON_CORS_ORIGINS,
  securityContacts: variables.JETON_SECURITY_CONTACT,
})
