/*
 * Route names for logs and metrics consist of known words only. Other segments, such as an id or a
 * token sent by mistake, are not repeated, and create no new route name.
 */

const words = new Set(
  [
    'account profile security sessions tokens activity people protect sign-in sign-up reference',
    'join reset-password forgot-password forgot reset validate found',
    'api v1 auth user me signin signout signup password change token secret rotate previous introspect revoke',
    'revocations verify health ready refresh export',
    'services groups usage users resend-invite generate-reset-url sign-out',
    'second-factor totp confirm recovery-codes confirmation reset-notice passkeys passkey options',
    'callback credentials csrf providers session oidc backchannel-logout connection',
    '_next static icon.svg robots.txt openapi.json .well-known jwks.json security.txt',
  ].flatMap((line) => line.split(' ')),
)

const maxSegments = 8

/**
 * @param target path and query of a request
 * @returns the route name: `/api/v1/tokens/:` for `/api/v1/tokens/7?x=1`
 */
export function routeName(target: string): string {
  const [path = ''] = target.split(/[?#]/, 1)
  const segments = path.split('/').slice(1, maxSegments + 1)
  return `/${segments.map((segment) => (segment === '' || words.has(segment) ? segment : ':')).join('/')}`
}
