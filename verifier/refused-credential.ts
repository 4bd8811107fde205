import type { Credential } from '@/lib/http/credentials'
import type { ProblemError } from '@/lib/http/problem'
import { tokenInvalid } from '@/lib/http/refusals'
import en from '@/messages/en.json'
import { inspectToken, type Mistake, type TokenText } from '@/shared/token-mistakes'

/*
 * Explains a refused credential by its form and the header that it was sent in:
 * shared/token-mistakes.ts. The database is not queried, and no part of the credential is repeated.
 */

/** Returns the refusal of a credential, with a hint if its form shows a mistake. */
export function credentialRefused(credential: Credential): ProblemError {
  const mistakes = mistakesIn(credential)
  return tokenInvalid(mistakes.map((mistake) => en.mistake[mistake]))
}

function mistakesIn(credential: Credential): Mistake[] {
  if (credential.kind === 'unusable')
    return mistakesInAuthorization(asText(credential.authorization))
  const token = inspectToken(asText(credential.token))
  if (credential.kind === 'bearer' && isUserName(token, credential.userName))
    return ['passwordOfBasic']
  if (credential.kind === 'api_token' && token.kind === 'auth_token')
    return ['goesInXcAuth', ...token.mistakes]
  if (credential.kind === 'auth_token' && token.kind === 'api_token')
    return ['goesInXcToken', ...token.mistakes]
  return token.mistakes
}

/** Whether the token was sent as the user name of HTTP Basic. */
const isUserName = (password: TokenText, userName = '') =>
  password.kind === null && inspectToken(asText(userName)).kind !== null

const scheme = /^[\w-]+ +/

/**
 * Finds the mistakes in an `Authorization` value that is neither Bearer with a token, nor Basic
 * where Basic is accepted.
 */
function mistakesInAuthorization(authorization: string): Mistake[] {
  if (/^Basic( |$)/i.test(authorization)) return ['basic']
  if (/^Bearer( |$)/i.test(authorization))
    return inspectToken(authorization.slice('Bearer '.length)).mistakes
  const { mistakes } = inspectToken(authorization.replace(scheme, ''))
  return ['needsBearer', ...mistakes.filter((mistake) => mistake !== 'scheme')]
}

/** Decodes the bytes of a header, which HTTP reads as Latin-1, as UTF-8, which people paste. */
function asText(value: string): string {
  if (!/[\x80-\xff]/.test(value) || /[^\0-\xff]/.test(value)) return value
  const text = Buffer.from(value, 'latin1').toString()
  return text.includes('\ufffd') ? value : text
}
