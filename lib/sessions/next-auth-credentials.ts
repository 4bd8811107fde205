import { headers } from 'next/headers'
import CredentialsProvider from 'next-auth/providers/credentials'
import { z } from 'zod'
import { emailAddress } from '@/lib/accounts/email'
import { visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { isDatabaseUnavailable } from '@/lib/db/errors'
import { sharedSession } from '@/lib/demo/visitors'
import { requestOriginOf } from '@/lib/http/request-origin'
import { log } from '@/lib/log/log'
import { parseAssertion } from '@/lib/second-factor/credential-schema'
import { relyingParty } from '@/lib/second-factor/relying-party'
import type { Device } from '@/lib/sign-in/device'
import { readDeviceCookie, setDeviceCookie } from '@/lib/sign-in/device-cookie'
import { signInWithPasskey } from '@/lib/sign-in/passkey-sign-in'
import { presentedCode, presentedPassword } from '@/lib/sign-in/schema'
import { continueSignIn } from '@/lib/sign-in/second-step'
import { type SignInResult, signIn } from '@/lib/sign-in/sign-in'
import { adoptSession } from '@/lib/sign-in/start-session'
import { verifyAuthToken } from '@/lib/tokens/auth-token'
import { signingOf } from '@/lib/tokens/signing-key'

/*
 * next-auth's Credentials provider: a sign-in by password, by the second step after it, by a
 * passkey, or by the auth token that sign-up has answered.
 */

const passwordInput = z.object({ email: emailAddress, password: presentedPassword })
const passkeyInput = z.object({ passkey: z.string() })
const stepInput = z.object({ continue_token: z.string(), code: presentedCode })
const tokenInput = z.object({ token: z.string() })

/** Receives the failures that next-auth hides: it responds as if they had not happened. */
export interface FailureReports {
  /** A sign-in has not started a session, for another reason than a wrong password. */
  refusal(result: Exclude<SignInResult, { outcome: 'signed_in' | 'credentials_wrong' }>): void
  /** The session could not be checked, or could not be ended. */
  failure(error: unknown): void
}

/** @param report receives the refusals that next-auth would hide */
export function credentialsProvider(report: Pick<FailureReports, 'refusal'>) {
  return CredentialsProvider({
    credentials: {
      email: { type: 'email' },
      password: { type: 'password' },
      continue_token: { type: 'hidden' },
      code: { type: 'text' },
      passkey: { type: 'hidden' },
      token: { type: 'hidden' },
    },
    authorize: async (input) => {
      try {
        if (env().isDemo) return await sharedSession()
        return (await adopt(input)) ?? (await signInBy(input, report))
      } catch (error) {
        throw new Error(publicCodeOf(error))
      }
    },
  })
}

/** next-auth puts the message of a thrown error into a URL, so it receives nothing but a code. */
function publicCodeOf(error: unknown): string {
  log().error('A sign-in failed', { error })
  return isDatabaseUnavailable(error) ? 'unavailable' : 'internal'
}

/**
 * Adopts the session that sign-up has started and whose auth token it has answered, so that the
 * cookie is for that session and not for a second one.
 */
async function adopt(input: unknown) {
  const given = tokenInput.safeParse(input).data
  const claims =
    given &&
    (await verifyAuthToken(given.token, { signing: signingOf(given.token), now: new Date() }))
  if (!claims || !(await adoptSession(await currentVisitor(), claims))) return null
  return { id: claims.subject, sessionId: claims.sessionId }
}

async function signInBy(input: unknown, report: Pick<FailureReports, 'refusal'>) {
  const result = await tryToSignIn(input)
  if (result.outcome === 'credentials_wrong') return null
  if (result.outcome !== 'signed_in') {
    report.refusal(result)
    return null
  }
  await setDeviceCookie(result.device)
  const { subject, credential } = result.principal
  return { id: subject.id, sessionId: credential.sessionId }
}

async function tryToSignIn(input: unknown): Promise<SignInResult> {
  const device = await readDeviceCookie()
  const step = stepInput.safeParse(input).data
  if (step) {
    const { continue_token: continueToken, code } = step
    return continueSignIn(await currentVisitor(), { continueToken, code, device })
  }
  const passkey = passkeyInput.safeParse(input).data
  if (passkey) return tryPasskey(passkey.passkey, device)
  const credentials = passwordInput.safeParse(input).data
  return credentials
    ? signIn(await currentVisitor(), { ...credentials, device })
    : { outcome: 'credentials_wrong' }
}

async function tryPasskey(text: string, device: Device | null): Promise<SignInResult> {
  const credential = parseAssertion(text)
  const party = relyingParty(await headers())
  if (!credential || !party) return { outcome: 'credentials_wrong' }
  return signInWithPasskey(await currentVisitor(), party, { credential, device })
}

const currentVisitor = async () => visitor(requestOriginOf(await headers()))
