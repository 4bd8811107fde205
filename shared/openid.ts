import { z } from 'zod'

/** The OpenID provider, and the signed-in user's connection with it. */
export const connectedProvider = z
  .object({
    name: z.string().meta({ examples: ['Authelia'] }),
    connected_at: z.iso.datetime().nullable().meta({ description: 'Null: not connected.' }),
  })
  .meta({ id: 'ConnectedProvider' })

export type ConnectedProvider = z.infer<typeof connectedProvider>

/** Why a sign-in through the OpenID provider has failed: see `openid.fault` in messages/. */
export const openIdFaults = [
  'denied',
  'provider_away',
  'provider_wrong',
  'clock',
  'failed',
  'email_unverified',
  'email_taken',
  'not_invited',
  'account_disabled',
  'identity_taken',
  'rate_limited',
  'unavailable',
] as const

export type OpenIdFault = (typeof openIdFaults)[number]

/** @param text of an address, as it came */
export const toOpenIdFault = (text: string | string[] | undefined): OpenIdFault | null =>
  openIdFaults.find((fault) => fault === text) ?? null
