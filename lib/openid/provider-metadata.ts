import { z } from 'zod'
import { env } from '@/lib/config/settings'
import { log } from '@/lib/log/log'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * The metadata of the OpenID provider (OpenID Connect Discovery 1.0). They are read when they are
 * first needed, so that the provider's absence does not prevent a start, and then again when they
 * are older than the caller accepts. Metadata of another issuer are refused, also those that a
 * server at the right address sends later: nobody signs in until they are right again.
 */

const endpoint = z.url({ protocol: /^https?$/ })

const metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  jwks_uri: endpoint,
  userinfo_endpoint: endpoint.optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  /** Whether every answer names its issuer (RFC 9207, section 3). */
  authorization_response_iss_parameter_supported: z.boolean().default(false),
})

export type ProviderMetadata = z.output<typeof metadata>

/** The metadata cannot be used. */
export class MetadataFailure extends Error {
  override name = 'MetadataFailure'

  /** @param outcome `provider_away`: they cannot be read; `provider_wrong`: they are refused */
  constructor(
    readonly outcome: 'provider_away' | 'provider_wrong',
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause })
  }
}

export class KeptMetadata {
  readonly #issuer: string
  readonly #timeoutMs: number
  #kept: { metadata: ProviderMetadata; readAtMs: number } | null = null
  #reading: Promise<ProviderMetadata> | null = null

  constructor(issuer: string, timeoutMs = 3_000) {
    this.#issuer = issuer
    this.#timeoutMs = timeoutMs
  }

  /**
   * Callers that come while the metadata are read wait for the same answer.
   * @param maxAgeMs the greatest age that the caller accepts
   * @param nowMs of a clock that is never set back
   * @throws MetadataFailure
   */
  async get(maxAgeMs: number, nowMs = performance.now()): Promise<ProviderMetadata> {
    if (this.#kept && nowMs - this.#kept.readAtMs < maxAgeMs) return this.#kept.metadata
    this.#kept = null
    this.#reading ??= this.#read(nowMs).finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #read(nowMs: number): Promise<ProviderMetadata> {
    const metadata = await readMetadata(this.#issuer, this.#timeoutMs)
    this.#kept = { metadata, readAtMs: nowMs }
    return metadata
  }
}

async function readMetadata(issuer: string, timeoutMs: number): Promise<ProviderMetadata> {
  const found = metadata.safeParse(await fetchMetadata(issuer, timeoutMs)).data
  if (!found) throw new MetadataFailure('provider_wrong', 'The metadata lack an endpoint')
  if (found.issuer !== issuer)
    throw new MetadataFailure(
      'provider_wrong',
      `The metadata are those of ${found.issuer}, and JETON_OIDC_ISSUER is ${issuer}`,
    )
  const isUnencrypted = [found.token_endpoint, found.jwks_uri, found.userinfo_endpoint].some(
    (url) => url?.startsWith('http:'),
  )
  if (isUnencrypted && issuer.startsWith('https:'))
    throw new MetadataFailure('provider_wrong', 'The metadata name an endpoint without TLS')
  return found
}

async function fetchMetadata(issuer: string, timeoutMs: number): Promise<unknown> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { status, text } = await getText(url, timeoutMs)
  if (status !== 200)
    throw new MetadataFailure(
      isAway(status) ? 'provider_away' : 'provider_wrong',
      `The provider has answered ${status} instead of its metadata`,
    )
  try {
    return JSON.parse(text)
  } catch {
    throw new MetadataFailure('provider_wrong', 'The provider has answered no metadata')
  }
}

/** Whether a server that answers so may answer otherwise in a moment. */
const isAway = (status: number) => status >= 500 || status === 408 || status === 429

async function getText(url: string, timeoutMs: number): Promise<{ status: number; text: string }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { cache: 'no-store', redirect: 'manual', signal })
    return { status: response.status, text: await response.text() }
  } catch (error) {
    throw new MetadataFailure('provider_away', 'The metadata cannot be read', error)
  }
}

const kept = oncePerProcess('openid-metadata', () => new Map<string, KeptMetadata>())

/**
 * Returns the metadata of the provider of this installation, as `KeptMetadata` does. A failure is
 * logged.
 * @throws MetadataFailure
 */
export async function providerMetadata(maxAgeMs: number): Promise<ProviderMetadata> {
  const issuer = env().oidc?.issuer ?? ''
  const ofIssuer = kept().get(issuer) ?? new KeptMetadata(issuer)
  kept().set(issuer, ofIssuer)
  try {
    return await ofIssuer.get(maxAgeMs)
  } catch (error) {
    log().error('The OpenID provider cannot be used', { error })
    throw error
  }
}
