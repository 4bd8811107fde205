import { ProblemError } from '@/lib/http/problem'

/* The refusals that more than one room gives, in the same words. */

/** What a 401 asks for (RFC 6750, section 3). */
const challenge = 'Bearer realm="jeton"'

/** @param detail what to send */
export function credentialMissing(
  detail = 'Send an API token as xc-token, or an auth token as xc-auth.',
): ProblemError {
  return new ProblemError('credential_missing', detail, {
    headers: { 'www-authenticate': challenge },
  })
}

/** @param hints sentences about the form of what was sent: they must not depend on which tokens exist */
export function tokenInvalid(hints: readonly string[] = []): ProblemError {
  return new ProblemError('token_invalid', ['The token is not valid.', ...hints].join(' '), {
    headers: { 'www-authenticate': `${challenge}, error="invalid_token"` },
  })
}

/** The same refusal for a client that uses HTTP Basic, which has to be offered that too (RFC 6749, section 5.2). */
export function offeringBasic({ code, detail, options }: ProblemError): ProblemError {
  const { 'www-authenticate': offered, ...headers } = options.headers ?? {}
  if (offered === undefined) return new ProblemError(code, detail, options)
  const challenges = `Basic realm="jeton", ${offered}`
  return new ProblemError(code, detail, {
    ...options,
    headers: { ...headers, 'www-authenticate': challenges },
  })
}

/** @param detail which password, of what */
export function credentialsWrong(detail: string): ProblemError {
  return new ProblemError('credentials_wrong', detail, {
    headers: { 'www-authenticate': challenge },
  })
}

/** The app process is away, or does not answer. Verification goes on meanwhile. */
export function appRestarting(): ProblemError {
  return new ProblemError('unavailable', 'The app is restarting. Try again.', {
    headers: { 'retry-after': '1' },
  })
}

/** @param allow the methods that there are, with commas between them */
export const methodNotAllowed = (allow: string) =>
  new ProblemError('method_not_allowed', `Use ${allow}.`, { headers: { allow } })

/** The one expectation that HTTP knows is `100-continue` (RFC 9110, section 10.1.1). */
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

export function serverStopping(): ProblemError {
  return new ProblemError('unavailable', 'The server is stopping.', {
    headers: { 'retry-after': '1' },
  })
}

/** While the secret is rotated: what is stored under the one that is missing can be neither found nor opened here. */
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
