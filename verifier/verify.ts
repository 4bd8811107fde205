import type { Credential, UsableCredential } from '@/lib/http/credentials'
import { verificationLimited } from '@/lib/http/rate-limited'
import { noteBadToken } from '@/lib/limits/bad-tokens'
import { log } from '@/lib/log/log'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { type AcceptedToken, acceptedTokens, isCurrent } from '@/verifier/accepted-tokens'
import { type Admission, admit } from '@/verifier/admit'
import { lookUp } from '@/verifier/look-up'
import type { Moment } from '@/verifier/moment'
import { prove } from '@/verifier/prove'
import { credentialRefused } from '@/verifier/refused-credential'
import { usage } from '@/verifier/usage'
import {
  acceptance,
  invalid,
  missing,
  notAdmitted,
  refusal,
  unavailable,
  type Verdict,
} from '@/verifier/verdict'

/*
 * Answers a service, or the proxy in front of it, whose token a request carries, and whether that
 * service accepts it. The answer depends on the credential and on the name of the service,
 * which the proxy's configuration states; not on an address or a forwarded header.
 *
 * A credential is proved, looked up, admitted and rendered, each once and in this order. A promise
 * is returned only if a step has to wait: for a signature, a query, or a locked database.
 */

export interface Question {
  credential: Credential | null
  /** The name of the service that asks; null if it gave none. */
  service: string | null
  /** Read after the credential arrived. */
  moment: Moment
  /** Returns the source address of the request; called only if the token is unknown. */
  addressOf: () => string
}

type UsableQuestion = Question & { credential: UsableCredential }

/** `malformed` is a token that we never issue; `unknown` one that does not, or no longer, exist. */
type Decision = AcceptedToken | 'malformed' | 'unknown' | 'ended'

const logIntervalMs = 1_000
let loggedAt = Number.NEGATIVE_INFINITY

/** How often a credential is looked up again because the rules of services have changed. */
const maxLookUps = 10

/**
 * Verifies a credential. Never throws: if the database cannot be queried, the answer is 503 (fail
 * closed).
 */
export function verify(question: Question): MaybePromise<Verdict> {
  const { credential, ...others } = question
  if (!credential) return missing()
  if (credential.kind === 'unusable') return refusal(credentialRefused(credential))
  try {
    const verdict = answer({ credential, ...others })
    return verdict instanceof Promise ? verdict.catch(failClosed) : verdict
  } catch (error) {
    return failClosed(error)
  }
}

function answer(question: UsableQuestion, lookUps = 1): MaybePromise<Verdict> {
  return mapMaybePromise(findPrincipal(question), (decision) => {
    if (typeof decision === 'string') return refuse(decision, question)
    return mapMaybePromise(admit(decision, question.service), (admission) => {
      if (admission !== 'outdated') return acceptAndCount(decision, admission, question)
      if (lookUps === maxLookUps) throw new Error('The rules of services change all the time')
      const { now } = question.moment
      return answer({ ...question, moment: { now, version: null } }, lookUps + 1)
    })
  })
}

/** Takes the principal from the cache while it is current; otherwise proves and looks up. */
function findPrincipal({ credential, moment }: UsableQuestion): MaybePromise<Decision> {
  const tokens = acceptedTokens()
  const known = tokens.find(credential)
  if (known && isCurrent(known, moment)) return known
  const { epoch } = tokens
  const { now, version } = moment
  return mapMaybePromise(known?.proof ?? prove(credential), (proof) => {
    if (!proof) return 'malformed'
    return mapMaybePromise(lookUp(proof, now), (found) => {
      if (found) return tokens.add(credential.token, { ...found, proof, version }, epoch)
      // An auth token that we signed is not unknown: it has expired, or its session has ended.
      return proof.kind === 'auth_token' ? 'ended' : 'unknown'
    })
  })
}

/** Counts an unknown token against the rate limit. */
function refuse(
  decision: Exclude<Decision, AcceptedToken>,
  { credential, addressOf }: UsableQuestion,
): Verdict {
  switch (decision) {
    case 'ended':
      return invalid()
    case 'unknown':
      return limited(addressOf) ?? invalid()
    case 'malformed':
      return limited(addressOf) ?? refusal(credentialRefused(credential))
  }
}

/** Accepts a token that is admitted and counts its use; for any other, the verdict says why not. */
function acceptAndCount(
  { principal, groupsHeader, uses }: AcceptedToken,
  admission: Exclude<Admission, 'outdated'>,
  { service, moment }: UsableQuestion,
): Verdict {
  if (admission !== 'admitted') return notAdmitted()[admission]
  usage().recordVerification(uses, service, moment.now)
  return acceptance(principal, { groups: groupsHeader, service: service ?? '' })
}

/** Applies the rate limit, which affects only requests that would be refused anyway. */
function limited(addressOf: () => string): Verdict | null {
  const limit = noteBadToken(addressOf)
  return limit && refusal(verificationLimited(limit))
}

/**
 * Answers 503 after any error. Logging once a second is enough, since proxies send thousands of
 * requests.
 */
function failClosed(error: unknown): Verdict {
  if (performance.now() - loggedAt > logIntervalMs) {
    loggedAt = performance.now()
    log().error('Tokens cannot be verified', { error })
  }
  return unavailable()
}
