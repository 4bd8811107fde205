import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'

/*
 * The credentials of `navigator.credentials`, as JSON (WebAuthn, section 5.1). These schemas check
 * the outline only; @simplewebauthn/server checks the rest.
 */

const base64url = z.string().regex(/^[\w-]{1,8192}$/)

/** A word such as `usb`. The list of words is open, and unknown ones are to be kept. */
const transport = z.string().regex(/^[a-z-]{1,32}$/)

const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.string().optional(),
  clientExtensionResults: z.looseObject({}),
}

export const registrationResponse = z
  .looseObject({
    ...credential,
    response: z.looseObject({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(transport).max(16).optional(),
    }),
  })
  .transform((value) => value as unknown as RegistrationResponseJSON)

export const assertionResponse = z
  .looseObject({
    ...credential,
    response: z.looseObject({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
    }),
  })
  .transform((value) => value as unknown as AuthenticationResponseJSON)

/** Options for `navigator.credentials`, as JSON. */
export const credentialOptions = z.looseObject({ challenge: z.string() })

/** Reads an answer to a sign-in from a form field; null for anything else. */
export function parseAssertion(text: string): AuthenticationResponseJSON | null {
  try {
    return assertionResponse.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
