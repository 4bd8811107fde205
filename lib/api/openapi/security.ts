import type { ZodOpenApiObject } from 'zod-openapi'
import type { Who } from '@/lib/api/contract'
import type { OwnCookie } from '@/lib/sessions/own-cookie'

type SecuritySchemes = NonNullable<NonNullable<ZodOpenApiObject['components']>['securitySchemes']>

/** The document is the same for every installation; the names of cookies are not. */
const cookieName = (cookie: OwnCookie) => `jeton-XXXXXXXX.${cookie}`
const cookieTag =
  'In its name, eight hexadecimal digits that tell installations apart stand for XXXXXXXX. On https the name begins with `__Host-`.'

export const securitySchemes = {
  apiToken: { type: 'apiKey', in: 'header', name: 'xc-token', description: 'An API token.' },
  authToken: { type: 'apiKey', in: 'header', name: 'xc-auth', description: 'An auth token.' },
  bearer: { type: 'http', scheme: 'bearer', description: 'An API token or an auth token.' },
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'The password is the token, of either kind. The user name is ignored.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName('session'),
    description: `The browser's session, for requests of this server's own pages alone. ${cookieTag}`,
  },
  refresh: {
    type: 'apiKey',
    in: 'cookie',
    name: cookieName('refresh'),
    description: `Set by signing up and in, spent by refreshing. ${cookieTag}`,
  },
} as const satisfies SecuritySchemes

type Scheme = keyof typeof securitySchemes

const ofSession: Scheme[] = ['authToken', 'bearer', 'session']

const schemesOf: Record<Who, Scheme[]> = {
  anyone: [],
  principal: ['apiToken', 'authToken', 'bearer', 'session'],
  session: ofSession,
  owner: ofSession,
  refresh: ['refresh'],
  verified: ['apiToken', 'authToken', 'bearer', 'basic'],
  receiver: ['apiToken', 'authToken', 'bearer'],
  client: ['apiToken', 'authToken', 'bearer', 'basic', 'session'],
}

/** Any one of these schemes is sufficient. */
export const securityOf = (who: Who) => schemesOf[who].map((scheme) => ({ [scheme]: [] }))
