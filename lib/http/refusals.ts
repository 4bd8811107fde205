import { ProblemError, type ProblemOptions } from '@/lib/http/problem'

/* Error responses that several parts of the code send, with the same wording. */

/** The challenge of a 401 (RFC 6750, section 3). */
const challenge = 'Bearer realm="jeton"'

/** @param detail says what to send */
export function credentialMissing(
  detail = 'Send an API token as xc-token, or an auth token as xc-auth.',
): ProblemError {
  return new ProblemError('credential_missing', detail, {
    headers: { 'www-authenticate': challenge },
  })
}

/**
 * @param hints sentences about the format of the token; they must not depend on which tokens exist
 */
export function tokenInvalid(hints: readonly string[] = []): ProblemError {
  return new ProblemError('token_invalid', ['The token is not valid.', ...hints].join(' '), {
    headers: { 'www-authenticate': `${challenge}, error="invalid_token"` },
  })
}

/**
 * Adds a Basic challenge for a client that uses HTTP Basic, which requires one (RFC 6749, section
 * 5.2).
 */
export function offeringBasic({ code, detail, options }: ProblemError): ProblemError {
  const { 'www-authenticate': offered, ...headers } = options.headers ?? {}
  if (offered === undefined) return new ProblemError(code, detail, options)
  const challenges = `Basic realm="jeton", ${offered}`
  return new ProblemError(code, detail, {
    ...options,
    headers: { ...headers, 'www-authenticate': challenges },
  })
}

export const ownerRequired = () =>
  new ProblemError('owner_required', 'Only an owner of this installation can do this.')

export const secondFactorMissing = () =>
  new ProblemError(
    'second_factor_missing',
    'This server requires a second factor. Set up an authenticator app or a passkey first.',
  )

/** @param detail says which password is wrong */
export function credentialsWrong(detail: string): ProblemError {
  return new ProblemError('credentials_wrong', detail, {
    headers: { 'www-authenticate': challenge },
  })
}

/** The password was right. @param secondStep how the sign-in goes on */
export function secondFactorRequired(
  secondStep: NonNullable<ProblemOptions['secondStep']>,
): ProblemError {
  return new ProblemError('second_factor_required', 'Send a code with the continue token.', {
    headers: { 'www-authenticate': challenge },
    secondStep,
  })
}

/** For a sign-in. */
export function codeWrong(): ProblemError {
  return new ProblemError('code_wrong', 'The code is wrong, or was used already.', {
    headers: { 'www-authenticate': challenge },
  })
}

/** The app process is unavailable or does not respond. Verification continues meanwhile. */
export function appRestarting(): ProblemError {
  return new ProblemError('unavailable', 'The app is restarting. Try again.', {
    headers: { 'retry-after': '1' },
  })
}

/** @param allow the allowed methods, separated by commas */
export const methodNotAllowed = (allow: string) =>
  new ProblemError('method_not_allowed', `Use ${allow}.`, { headers: { allow } })

/** HTTP defines no expectation other than `100-continue` (RFC 9110, section 10.1.1). */
export const expectationFailed = () =>
  new ProblemError('input_invalid', 'Send the header Expect with 100-continue, or leave it out.', {
    status: 417,
  })

export const hostMissing = () => new ProblemError('input_invalid', 'Send the header Host.')

export function appBusy(): ProblemError {
  return new ProblemError('unavailable', 'Too many requests are waiting. Try again.', {
    headers: { 'retry-after': '1' },
  })
}

export function tooManyReceivers(): ProblemError {
  return new ProblemError('unavailable', 'Too many receivers are connected. Try again.', {
    headers: { 'retry-after': '5' },
  })
}

export function serverStopping(): ProblemError {
  return new ProblemError('unavailable', 'The server is stopping.', {
    headers: { 'retry-after': '1' },
  })
}

/**
 * During a rotation of the master key, this instance can neither find nor decrypt tokens stored
 * under the missing key.
 */
export function secretMissing(): ProblemError {
  return new ProblemError(
    'unavailable',
    'The secret is being rotated, and this instance lacks one of the two.',
    {
      headers: { 'retry-after': '1' },
    },
  )
}

export function databaseUnavailable(): ProblemError {
  return new ProblemError('unavailable', 'The database cannot be reached. Try again.', {
    headers: { 'retry-after': '1' },
  })
}

export function databaseNotReady(): ProblemError {
  return new ProblemError('unavailable', 'The database does not answer, or lacks a migration.', {
    headers: { 'retry-after': '1' },
  })
}

/** For every change in a demo. */
export const demoReadOnly = () =>
  new ProblemError('demo_read_only', 'This is a demo: nothing in it can be changed.')

/** The installation has no OpenID provider. */
export const providerMissing = () =>
  new ProblemError('not_found', 'This server has no OpenID provider.')

/** For a user who could not sign in any more. */
export const onlyWayIn = () =>
  new ProblemError('only_way_in', 'This is your only way to sign in: add a passkey first.')

/** The installation signs nobody in by a password. */
export const passwordsOff = () =>
  new ProblemError('passwords_off', 'This server takes no passwords.')

/** For a link that was used, has expired or never was: the answer does not say which. */
export const linkInvalid = () =>
  new ProblemError('link_invalid', 'This link does not work: it was used or has expired.')
