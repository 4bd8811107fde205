import { lockUser } from '@/lib/accounts/lock-user'
import { verifyPassword } from '@/lib/accounts/password'
import type { Visitor } from '@/lib/audit/actor'
import { env } from '@/lib/config/settings'
import { db } from '@/lib/db/client'
import type { Limit } from '@/lib/http/rate-limited'
import { tally } from '@/lib/metrics/tally'
import { requiredMethods } from '@/lib/second-factor/methods'
import type { Device } from '@/lib/sign-in/device'
import { recordFailure } from '@/lib/sign-in/record-failure'
import { offerStep } from '@/lib/sign-in/second-step'
import { type Started, startSession } from '@/lib/sign-in/start-session'
import { limitSignIn } from '@/lib/sign-in/throttle'
import type { SecondFactorMethod } from '@/shared/second-factor'

interface SignInInput {
  /**
   * In the form of an email address. Other input, such as a password in the wrong field, does not
   * get here.
   */
  email: string
  password: string
  /** The browser's device, by its cookie. */
  device: Device | null
}

type SignedIn = { outcome: 'signed_in' } & Started

export type SignInTried =
  | SignedIn
  | SecondFactorRequired
  | { outcome: 'credentials_wrong' | 'code_wrong' }
  | { outcome: 'rate_limited'; limit: Limit }

export type SignInResult = SignInTried | { outcome: 'passwords_off' }

/** The password was right. */
export interface SecondFactorRequired {
  outcome: 'second_factor_required'
  methods: SecondFactorMethod[]
  /** For `continueSignIn`. */
  continueToken: string
}

/**
 * Starts a session for a correct password, within the rate limits. An unknown address and a wrong
 * password take the same time, count the same and get the same result.
 */
export async function signIn(visitor: Visitor, input: SignInInput): Promise<SignInResult> {
  if (env().passwords === 'off') return { outcome: 'passwords_off' }
  const result = await tryToSignIn(visitor, input)
  tally().signIns[result.outcome] += 1
  return result
}

async function tryToSignIn(visitor: Visitor, input: SignInInput): Promise<SignInTried> {
  const { email, device } = input
  const source = { address: visitor.origin.address, device }
  const tried = await limitSignIn(
    { account: email, source, step: 'password' },
    () => startIfCorrect(visitor, input),
    ({ outcome }) => outcome === 'signed_in',
  )
  if ('limit' in tried) {
    if (tried.isCounted) await recordFailure(visitor, email, 'rate_limited')
    return { outcome: 'rate_limited', limit: tried.limit }
  }
  if (!tried.result) {
    await recordFailure(visitor, email, 'credentials_wrong')
    return { outcome: 'credentials_wrong' }
  }
  return tried.result
}

async function startIfCorrect(
  visitor: Visitor,
  { email, password, device }: SignInInput,
): Promise<SignedIn | SecondFactorRequired | null> {
  const user = await db().user.findUnique({
    where: { email },
    select: { id: true, email: true, displayName: true, passwordHash: true, disabledAt: true },
  })
  const correct = await verifyPassword(password, user?.passwordHash ?? null)
  if (!user || !correct || user.disabledAt) return null
  const { passwordHash, disabledAt: _, ...subject } = user
  const methods = await requiredMethods(subject.id)
  if (methods) {
    const offered = await offerStep(subject.id, passwordHash)
    return offered && { outcome: 'second_factor_required', methods, ...offered }
  }
  const start = { visitor, subject, credential: 'password', device } as const
  // A password that was changed meanwhile must not start a session.
  const started = await startSession(start, (transaction) =>
    lockUser(transaction, { id: subject.id, passwordHash }),
  )
  return started && { outcome: 'signed_in', ...started }
}
