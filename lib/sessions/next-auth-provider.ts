import type { Profile } from 'next-auth'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { OidcSettings } from '@/lib/config/oidc-settings'
import type { ProviderMetadata } from '@/lib/openid/provider-metadata'

/** How long each request to the provider may take. */
const timeoutMs = 3_000

/**
 * Where the provider may answer by its own open session, or has to ask again. With a `max_age`, the
 * ID token says when it has last asked (OpenID Connect Core 1.0, 3.1.2.1); a year asks nobody
 * again.
 */
const asking = {
  seldom: { max_age: 365 * 86_400 },
  again: { max_age: 0, prompt: 'login' },
}

/**
 * Makes next-auth's provider of the metadata that we have read. next-auth itself would read them
 * again in each sign-in, and believe any issuer that they name.
 * @param fail receives what next-auth would reduce to a code
 * @param asks whether the provider has to ask again
 */
export function openIdProvider(
  { clientId, clientSecret, scopes, name, algorithm }: OidcSettings,
  metadata: ProviderMetadata,
  fail: (error: unknown) => void,
  asks: keyof typeof asking = 'seldom',
): OAuthConfig<Profile> {
  const hasBasic = metadata.token_endpoint_auth_methods_supported.includes('client_secret_basic')
  const noting = <T>(result: Promise<T>) =>
    result.catch((error) => {
      fail(error)
      throw error
    })
  return {
    id: 'oidc',
    name,
    type: 'oauth',
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    clientId,
    clientSecret,
    client: {
      id_token_signed_response_alg: algorithm,
      token_endpoint_auth_method: hasBasic ? 'client_secret_basic' : 'client_secret_post',
    },
    httpOptions: { timeout: timeoutMs },
    issuer: metadata.issuer,
    jwks_endpoint: metadata.jwks_uri,
    authorization: {
      url: metadata.authorization_endpoint,
      params: { scope: scopes, ...asking[asks] },
    },
    token: {
      url: metadata.token_endpoint,
      request: async ({ client, provider, params, checks }) => ({
        tokens: await noting(client.callback(provider.callbackUrl, params, checks)),
      }),
    },
    userinfo: {
      ...(metadata.userinfo_endpoint !== undefined && { url: metadata.userinfo_endpoint }),
      request: async ({ client, tokens }) => {
        const verified = tokens as VerifiedTokens<typeof client>
        const { userinfo_endpoint } = metadata
        // Some providers answer `bearer` as the token's type, and then refuse it in that spelling.
        const as = { tokenType: 'Bearer' }
        // The client refuses userinfo of another subject.
        const userinfo = userinfo_endpoint ? await noting(client.userinfo(verified, as)) : {}
        return { ...userinfo, ...verified.claims() }
      },
    },
    // The session is not known yet.
    profile: ({ sub = '' }) => ({ id: sub, sessionId: '' }),
  }
}

/** The tokens as the client has verified them. next-auth's types say less. */
type VerifiedTokens<Client extends { userinfo: (tokens: never) => unknown }> = Exclude<
  Parameters<Client['userinfo']>[0],
  string
> & { claims(): Profile }
