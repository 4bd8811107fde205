import { z } from 'zod'
import { SettingsError } from '@/lib/config/settings-error'

/** The OpenID provider through which people may sign in. */
export interface OidcSettings {
  /** As the provider writes it in its metadata and its tokens, to the letter. */
  issuer: string
  clientId: string
  clientSecret: string
  scopes: string
  /** The provider's name on the sign-in page. */
  name: string
  /** The algorithm of its signatures. */
  algorithm: (typeof algorithms)[number]
  groupsClaim: string
  /** Groups whose members are owners; empty: the provider makes no owners. */
  ownerGroups: readonly string[]
  autoRedirect: 'on' | 'off'
  /** The people who get an account: all that the provider lets in, or invited people only. */
  signUp: 'on' | 'invited'
}

export interface SignInSettings {
  /** Null: there is no provider. */
  oidc: OidcSettings | null
  passwords: 'on' | 'off'
}

const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const issuer = z
  .string()
  .refine(isIssuer, 'give the issuer of the provider, such as https://auth.example.com')

/** OpenID Connect Discovery 1.0, section 3. Without TLS, only this machine itself is a provider. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username + password + search + hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}

const isLoopback = (host: string) =>
  ['localhost', '127.0.0.1', '[::1]'].includes(host) || host.endsWith('.localhost')

const scopes = z
  .string()
  .refine(
    (text) => text.split(/\s+/).includes('openid'),
    'give scopes with spaces between them, with openid among them',
  )

const name = z
  .string()
  .regex(/^\P{Cc}{1,60}$/u, 'give a name of at most 60 characters, without control characters')

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((group) => group.trim())
    .filter((group) => group !== ''),
)

const onOrOff = z.enum(['on', 'off'], { error: 'give on or off' })

export const oidcVariables = z.object({
  JETON_OIDC_ISSUER: issuer.optional(),
  JETON_OIDC_CLIENT_ID: z.string().optional(),
  JETON_OIDC_CLIENT_SECRET: z.string().optional(),
  JETON_OIDC_SCOPES: scopes.default('openid email profile'),
  JETON_OIDC_NAME: name.optional(),
  JETON_OIDC_ALGORITHM: z
    .enum(algorithms, { error: `give one of ${algorithms.join(', ')}` })
    .default('RS256'),
  JETON_OIDC_GROUPS_CLAIM: z.string().default('groups'),
  JETON_OIDC_OWNER_GROUPS: list.default([]),
  JETON_OIDC_AUTO_REDIRECT: onOrOff.default('off'),
  JETON_OIDC_SIGNUP: z.enum(['on', 'invited'], { error: 'give on or invited' }).default('on'),
  JETON_PASSWORDS: onOrOff.default('on'),
})

type Variables = z.output<typeof oidcVariables>

const required = ['JETON_OIDC_ISSUER', 'JETON_OIDC_CLIENT_ID', 'JETON_OIDC_CLIENT_SECRET'] as const

/** @throws SettingsError when a setting lacks another one that it needs */
export function toSignInSettings(variables: Variables): SignInSettings {
  const oidc = toOidcSettings(variables)
  const { JETON_PASSWORDS: passwords } = variables
  if (passwords === 'off' && !oidc)
    throw new SettingsError(
      'JETON_PASSWORDS is "off", and JETON_OIDC_ISSUER is not set: nobody could sign in',
    )
  return { oidc, passwords }
}

function toOidcSettings(variables: Variables): OidcSettings | null {
  const { JETON_OIDC_ISSUER: issuer } = variables
  const { JETON_OIDC_CLIENT_ID: clientId, JETON_OIDC_CLIENT_SECRET: clientSecret } = variables
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    const set = required.find((each) => variables[each] !== undefined)
    const missing = required.find((each) => variables[each] === undefined)
    if (set) throw new SettingsError(`${set} is set, and ${missing} is not: set both, or neither`)
    return null
  }
  return {
    issuer,
    clientId,
    clientSecret,
    scopes: variables.JETON_OIDC_SCOPES,
    name: variables.JETON_OIDC_NAME ?? new URL(issuer).host,
    algorithm: variables.JETON_OIDC_ALGORITHM,
    groupsClaim: variables.JETON_OIDC_GROUPS_CLAIM,
    ownerGroups: variables.JETON_OIDC_OWNER_GROUPS,
    autoRedirect: variables.JETON_OIDC_AUTO_REDIRECT,
    signUp: variables.JETON_OIDC_SIGNUP,
  }
}
