import { LRUCache } from 'lru-cache'
import type { Credential, UsableCredential } from '@/lib/http/credentials'
import { type ProblemError, toAnswer } from '@/lib/http/problem'
import { verificationLimited } from '@/lib/http/rate-limited'
import { credentialMissing, databaseUnavailable, tokenInvalid } from '@/lib/http/refusals'
import { noteBadToken } from '@/lib/limits/bad-tokens'
import { log } from '@/lib/log/log'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { oncePerProcess } from '@/lib/once-per-process'
import { endOf, type Principal } from '@/shared/principal'
import { lookUp, type Proof, prove } from '@/verifier/authenticate'
import { identityHeaders } from '@/verifier/identity-headers'
import { credentialRefused } from '@/verifier/refused-credential'
import { whenUnlocked } from '@/verifier/sqlite/when-unlocked'
import { store } from '@/verifier/store'
import { toUse, type Use, usage } from '@/verifier/usage'

/*
 * Tells another service, or the proxy in front of it, whose token a request carries. The answer
 * depends on the credential alone, not on a path, an address or a forwarded header.
 */

export interface Verdict {
  status: number
  /** Alternating names and values. */
  headers: string[]
  body: string
}

/** The state for every credential that had arrived when it was read. */
export interface Moment {
  now: Date
  /**
   * The version of the database; null if it could not be queried, or if no cached result may be
   * used.
   */
  version: number | null
}

/**
 * An accepted token. It is a valid answer only while the database state of that version still
 * holds.
 */
interface Known {
  proof: Proof
  version: number
  userId: string
  /** In milliseconds since the epoch. */
  endsAt: number
  use: Use
  verdict: Verdict
}

/** A token that is looked up in the database. */
interface Question {
  credential: UsableCredential
  /** The cached result of its last acceptance, if any. */
  known: Known | undefined
  /** The number of cache invalidations when the look-up began. */
  forgettings: number
  addressOf: () => string
}

/**
 * Limits of the cache. The least recently used entry is evicted. Refused tokens are not cached, so
 * that they evict no accepted ones.
 */
const maxKnown = 2 ** 17
const maxKnownBytes = 2 ** 27
/** The size of a cache entry without its strings, in bytes. */
const knownBytes = 700

const complaintIntervalMs = 1_000
let complainedAt = Number.NEGATIVE_INFINITY

/** The answer differs by credential. */
const varyingBy = 'xc-token, xc-auth, Authorization'
const accepted = ['Cache-Control', 'no-store', 'Vary', varyingBy, 'Content-Length', '0']

const missing = refusal(credentialMissing())
const invalid = refusal(tokenInvalid())
const unavailable = refusal(databaseUnavailable())

export function currentMoment(): Moment {
  const now = new Date()
  try {
    return { now, version: store().version() }
  } catch {
    return { now, version: null }
  }
}

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
  if (!credential) return missing
  if (credential.kind === 'unusable') return refusal(credentialRefused(credential))
  const { now } = moment
  const known = recall(credential)
  if (known && isStillTrue(known, moment)) {
    usage().record(known.use, now)
    return known.verdict
  }
  try {
    const question = { credential, known, forgettings, addressOf }
    const proof = known?.proof ?? prove(credential)
    if (proof === null) return refuseMalformed(question)
    return decideNow(question, proof, moment) ?? decideLater(question, proof)
  } catch (error) {
    return close(error)
  }
}

function isStillTrue({ version: then, userId, endsAt }: Known, { now, version }: Moment): boolean {
  return version !== null && store().holds(userId, then) && endsAt > now.getTime()
}

/** @returns null if the decision needs more than one immediate query */
function decideNow(
  question: Question,
  proof: Proof | Promise<Proof | null>,
  moment: Moment,
): MaybePromise<Verdict> | null {
  if (proof instanceof Promise) return null
  try {
    const verdict = decide(question, proof, moment)
    return verdict instanceof Promise ? verdict.catch(close) : verdict
  } catch {
    return null
  }
}

/**
 * Decides if it takes time: to check a signature, or until another process releases the database
 * lock.
 */
async function decideLater(
  question: Question,
  proof: Proof | Promise<Proof | null>,
): Promise<Verdict> {
  try {
    const proven = await proof
    if (!proven) return refuseMalformed(question)
    return await whenUnlocked(() => decide(question, proven, currentMoment()))
  } catch (error) {
    return close(error)
  }
}

/**
 * @param moment read before the rows: a commit in between makes the cached version too old, never
 * too new
 */
function decide(question: Question, proof: Proof, moment: Moment): MaybePromise<Verdict> {
  return mapMaybePromise(lookUp(proof, moment.now), (principal) => {
    if (principal) return accept(question, proof, principal, moment)
    // An auth token that we signed is not made up: it has expired, or its session has ended.
    return proof.kind === 'auth_token' ? invalid : refuseMadeUp(question, () => invalid)
  })
}

/** Refuses a token whose form we never issue. The answer says what is wrong with it. */
function refuseMalformed(question: Question): Verdict {
  return refuseMadeUp(question, () => refusal(credentialRefused(question.credential)))
}

/** Applies the rate limit, which affects only requests that would be refused anyway. */
function refuseMadeUp({ addressOf }: Question, otherwise: () => Verdict): Verdict {
  const limit = noteBadToken(addressOf)
  return limit ? refusal(verificationLimited(limit)) : otherwise()
}

function accept(
  { credential, known, ...asked }: Question,
  proof: Proof,
  principal: Principal,
  { now, version }: Moment,
): Verdict {
  const headers = accepted.concat(identityHeaders(principal))
  const accurate =
    known && isSame(known.verdict.headers, headers) ? known : toKnown(proof, principal, headers)
  accurate.version = version ?? Number.NEGATIVE_INFINITY
  accurate.endsAt = endOf(principal)
  if (accurate !== known && asked.forgettings === forgettings)
    knownTokens().set(credential.token, accurate)
  usage().record(accurate.use, now)
  return accurate.verdict
}

function toKnown(proof: Proof, principal: Principal, headers: string[]): Known {
  return {
    proof,
    version: Number.NEGATIVE_INFINITY,
    userId: principal.subject.id,
    endsAt: 0,
    use: toUse(principal),
    verdict: { status: 200, headers, body: '' },
  }
}

/**
 * Whether the identity of a token is unchanged. If so, the cached entry is reused, above all its
 * single `Use`.
 */
function isSame(headers: string[], others: string[]): boolean {
  return headers.every((text, i) => text === others[i])
}

function recall(credential: UsableCredential): Known | undefined {
  const known = knownTokens().get(credential.token)
  return credential.kind === 'bearer' || credential.kind === known?.proof.kind ? known : undefined
}

/**
 * Clears the cache after keys were added or removed: tokens proved by removed keys must be proved
 * again, also those whose proof is in progress.
 */
export function forgetTokens(): void {
  forgettings += 1
  knownTokens().clear()
}

let forgettings = 0

const knownTokens = oncePerProcess(
  'known-tokens',
  () =>
    new LRUCache<string, Known>({ max: maxKnown, maxSize: maxKnownBytes, sizeCalculation: sizeOf }),
)

/** In bytes, approximately: the strings are ASCII. */
function sizeOf({ verdict }: Known, token: string): number {
  return verdict.headers.reduce((sum, text) => sum + text.length, knownBytes + token.length)
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
  return unavailable
}

function refusal(error: ProblemError): Verdict {
  const { status, headers, body } = toAnswer(error)
  const length = `${Buffer.byteLength(body)}`
  const own = { 'content-length': length, vary: varyingBy, 'x-content-type-options': 'nosniff' }
  const described = Object.entries({ ...headers, ...own }).flat()
  return { status, headers: described, body }
}
