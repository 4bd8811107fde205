import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * The whole output of every server is searched for secrets when the server stops: for those that
 * the test's own calls have sent or received, and for everything that has the form of one.
 */

const forms: Record<string, RegExp> = {
  'an API token': /jtn_[A-Za-z0-9]{36}/,
  'an auth token, or the content of a session cookie': /eyJ[A-Za-z0-9_-]{8,}\./,
  'the hash of a password': /\$argon2/,
}

const names =
  /^(password|currentPassword|newPassword|token|csrfToken|invite_token|reset_password_token|secret|uri|continue_token)$/

const known = new Set<string>()

/** Called before each test file: the secrets of one file may be ordinary texts in another. */
export const forgetSecrets = () => known.clear()

/** Records the secrets in a body that a call sends or receives, by their field names. */
export function noteSecrets(json: unknown): void {
  for (const [name, value] of Object.entries(json ?? {})) {
    if (name === 'recovery_codes' && Array.isArray(value)) for (const code of value) known.add(code)
    // Shorter texts occur in others by chance.
    if (names.test(name) && typeof value === 'string' && value.length >= 12) known.add(value)
  }
}

/** @throws an error that names the kind of secret that was found, and not the secret */
export function requireNoSecrets(text: string, dataDir: string): void {
  const file = join(dataDir, 'secret')
  const secret = existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  const found = Object.keys(forms).filter((kind) => forms[kind]?.test(text))
  if (secret && text.includes(secret)) found.push('the master key')
  if ([...known].some((value) => text.includes(value))) found.push('a secret that the test used')
  if (found.length > 0) throw new Error(`The server has printed ${found.join(', and ')}.`)
}
