import { codeAt, stepAt } from '@/lib/second-factor/totp'
import { type Call, password } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import type { Installation } from '@/test/support/server'

/* An authenticator app for the tests. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function fromBase32(text: string): Buffer {
  const bits = [...text].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

/**
 * @param secret base32, as the API answers it
 * @param steps after the time step of `now`
 */
export const codeOf = (secret: string, steps = 0, now = new Date()): string =>
  codeAt(fromBase32(secret), stepAt(now) + steps)

/** Turns an authenticator app on. */
export async function addApp(
  call: Call,
  authToken: string,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const headers = { 'xc-auth': authToken }
  const begun = await call('POST', '/api/v1/second-factor/totp', { headers, json: { password } })
  const { secret } = begun.body
  const confirmed = await call('POST', '/api/v1/second-factor/totp/confirm', {
    headers,
    json: { code: codeOf(secret) },
  })
  if (confirmed.status !== 200) throw new Error(`No app to test with: ${confirmed.text}`)
  return { secret, recoveryCodes: confirmed.body.recovery_codes }
}

/** Lets the codes of an app that were used be used again, as if time had passed. */
export const forgetSteps = (server: Pick<Installation, 'dataDir' | 'databaseUrl'>) =>
  changeDatabase(server, 'UPDATE "AuthenticatorApp" SET "lastStep" = 0')

/** Makes the confirmations and sign-ins of an account older than ten minutes. */
export const forgetConfirmation = (
  server: Pick<Installation, 'dataDir' | 'databaseUrl'>,
  email: string,
) =>
  changeDatabase(
    server,
    'UPDATE "Session" SET "confirmedAt" = NULL WHERE "userId" = (SELECT "id" FROM "User" WHERE "email" = ?)',
    { parameters: [email] },
  )
