import type { Credential, UsableCredential } from '@/lib/http/credentials'
import { verificationLimited } from '@/lib/http/rate-limited'
import { noteBadToken } from '@/lib/limits/bad-tokens'
import { log } from '@/lib/log/log'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { type AcceptedToken, acceptedTokens, isCurrent } from '@/verifier/accepted-tokens'
import { lookUp } from '@/verifier/look-up'
import type { Moment } from '@/verifier/moment'
import { prove } from '@/verifier/prove'
import { credentialRefused } from '@/verifier/refused-credential'
import { usage } from '@/verifier/usage'
import {
  acceptance,
  invalid,
  missing,
  refusal,
  unavailable,
  type Verdict,
} from '@/verifier/verdict'

/*
 * Tells another service, or the proxy in front of it, whose token a request carries. The answer
 * depends on the credential alone, not on a path, an address or a forwarded header.
 *
 * A credential is proved, looked up, decided and rendered, each once and in this order. A promise
 * is returned only if a step has to wait: for a signature, a query, or a locked database.
 */

/** `malformed` is a token that we never issue; `unknown` one that does not, or no longer, exist. */
type Decision = AcceptedToken | 'malformed' | 'unknown' | 'ended'

interface Question {
  credential: UsableCredential
  moment: Moment
  addressOf: () => string
}

const complaintIntervalMs = 1_000
let complainedAt = Number.NEGATIVE_INFINITY

/**
 * Verifies a credential. Never throws: if the database cannot be queried, the answer is 503 (fail
 * closed).
 * @param moment read after the credential arrived
 * @param addressOf returns the source address of the request; called only if the token was made up
 */
export function verify(
  credential: Credential | null,
  moment: Moment,
  addressOf: () => string,
): MaybePromise<Verdict> {
  if (!credential) return missing()
  if (credential.kind === 'unusable') return refusal(credentialRefused(credential))
  const question = { credential, moment, addressOf }
  try {
    const verdict = mapMaybePromise(decide(question), (decision) => render(decision, question))
    return verdict instanceof Promise ? verdict.catch(close) : verdict
  } catch (error) {
    return close(error)
  }
}

function decide({ credential, moment }: Question): MaybePromise<Decision> {
  const tokens = acceptedTokens()
  const known = tokens.find(credential)
  if (known && isCurrent(known, moment)) return known
  const { epoch } = tokens
  const { now, version } = moment
  return mapMaybePromise(known?.proof ?? prove(credential), (proof) => {
    if (!proof) return 'malformed'
    return mapMaybePromise(lookUp(proof, now), (principal) => {
      if (principal) return tokens.add(credential.token, { proof, principal, version }, epoch)
      // An auth token that we signed is not made up: it has expired, or its session has ended.
      return proof.kind === 'auth_token' ? 'ended' : 'unknown'
    })
  })
}

/** Counts the use of an accepted token, and a made-up token against the rate limit. */
function render(decision: Decision, { credential, moment, addressOf }: Question): Verdict {
  switch (decision) {
    case 'ended':
      return invalid()
    case 'unknown':
      return limited(addressOf) ?? invalid()
    case 'malformed':
      return limited(addressOf) ?? refusal(credentialRefused(credential))
    default:
      usage().record(decision.use, moment.now)
      return acceptance(decision.principal)
  }
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
function close(error: unknown): Verdict {
  if (performance.now() - complainedAt > complaintIntervalMs) {
    complainedAt = performance.now()
    log().error('Tokens cannot be verified', { error })
  }
  return unavailable()
}
