import { storeAccount } from '@/lib/accounts/create-account'
import { isSignUpOpen } from '@/lib/accounts/installation'
import { hashPassword } from '@/lib/accounts/password'
import { passwordFault } from '@/lib/accounts/password-fault'
import type { Visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import type { Limit } from '@/lib/http/rate-limited'
import { consume } from '@/lib/limits/counters'
import { tally } from '@/lib/metrics/tally'
import type { Device } from '@/lib/sign-in/device'
import { rememberSource } from '@/lib/sign-in/known-sources'
import { startFirstSession } from '@/lib/sign-in/start-session'
import type { SessionPrincipal } from '@/shared/principal'

interface SignUpInput {
  email: string
  password: string
  displayName: string
  /** The browser's device, by its cookie. */
  device: Device | null
}

type SignUpTried =
  /** `device` is the cookie that the browser has to keep. */
  | { outcome: 'signed_up'; principal: SessionPrincipal; device: Device | null }
  | { outcome: 'email_taken' | 'signup_closed' }
  | { outcome: 'rate_limited'; limit: Limit }

export type SignUpResult =
  | SignUpTried
  | { outcome: 'passwords_off' }
  | { outcome: 'password_refused'; fault: string }

/** Creates an account and starts its first session, within the rate limits. */
export async function signUp(visitor: Visitor, input: SignUpInput): Promise<SignUpResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const fault = await passwordFault(input.password, input.email)
  if (fault !== null) return { outcome: 'password_refused', fault }
  const result = await tryToSignUp(visitor, input)
  tally().signUps[result.outcome === 'signed_up' ? 'accepted' : 'refused'] += 1
  return result
}

class SignUpClosed extends Error {}

async function tryToSignUp(
  visitor: Visitor,
  { email, displayName, password, device }: SignUpInput,
): Promise<SignUpTried> {
  if (!(await isSignUpOpen())) return { outcome: 'signup_closed' }
  const source = { address: visitor.origin.address, device }
  const limit = await consume('sign-up', [source.address])
  if (limit) return { outcome: 'rate_limited', limit }
  const passwordHash = await hashPassword(password)
  const account = { email, displayName, passwordHash }
  try {
    const stored = await storeAndStart(visitor, account)
    if (!stored) return { outcome: 'email_taken' }
    const known = await rememberSource(email, source)
    return { outcome: 'signed_up', principal: stored.result, device: known }
  } catch (error) {
    if (error instanceof SignUpClosed) return { outcome: 'signup_closed' }
    throw error
  }
}

/** @throws SignUpClosed when another account was first and sign-up is closed to all others */
const storeAndStart = (
  visitor: Visitor,
  account: { email: string; displayName: string; passwordHash: string },
) =>
  storeAccount(
    { ...account, signedInAt: new Date() },
    async (transaction, { subject, isOwner }) => {
      if (!isOwner && env().signUp === 'closed') throw new SignUpClosed()
      return startFirstSession(transaction, { visitor, subject, credential: 'password' })
    },
  )
