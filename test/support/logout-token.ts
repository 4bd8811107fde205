import { randomUUID } from 'node:crypto'
import { clientId, type TestProvider } from '@/test/support/openid-provider'

const event = 'http://schemas.openid.net/event/backchannel-logout'
const seconds = () => Math.floor(Date.now() / 1000)

/** Returns the claims of a logout token for this client, with some of them changed. */
export const logoutClaims = ({ issuer }: TestProvider, change: Record<string, unknown>) => ({
  iss: issuer,
  aud: clientId,
  iat: seconds(),
  exp: seconds() + 120,
  jti: randomUUID(),
  events: { [event]: {} },
  ...change,
})

/** Returns a logout token as the provider signs it. */
export const logoutTokenOf = (
  provider: TestProvider,
  change: Record<string, unknown>,
  typ = 'logout+jwt',
) => provider.keys.sign(logoutClaims(provider, change), { typ })
