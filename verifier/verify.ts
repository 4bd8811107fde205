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
 * "Whose token is this?", asked by another service or by the proxy in front of it. The answer depends on the credential alone: not on
 * a path, an address or a forwarded header.
 */

export interface Verdict {
  status: number
  /** Names and values in turns. */
  headers: string[]
  body: string
}

/** What holds for every credential that had arrived when this was asked. */
export interface Moment {
  now: Date
  /** The database's; null where it could not be asked, or vouches for nothing that is remembered. */
  version: number | null
}

/** An accepted token. It is an answer only while what the database said at that version still holds. */
interface Known {
  proof: Proof
  version: number
  userId: string
  /** Milliseconds since the epoch. */
  endsAt: number
  use: Use
  verdict: Verdict
}

/** A token that the database is asked about. */
interface Question {
  credential: UsableCredential
  /** What it was accepted with before, if that is remembered. */
  known: Known | undefined
  /** How often everything had been forgotten when it was asked. */
  forgettings: number
  addressOf: () => string
}

/** The least recently used makes room. Refused tokens are not remembered: they take nobody's place. */
const maxKnown = 2 ** 17
const maxKnownBytes = 2 ** 27
/** Of what is remembered of a token, beside the texts. */
const knownBytes = 700

const complaintIntervalMs = 1_000
let complainedAt = Number.NEGATIVE_INFINITY

/** One credential's answer is not another's. */
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
 * Never throws: where the database cannot be asked, the answer is closed.
 * @param moment asked for after the credential had arrived
 * @param addressOf whose request it is: asked for where the token was made up
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

/** @returns null where there is more to it than to ask */
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

/** Where it takes time: to check a signature, or until another process lets go of the database. */
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

/** @param moment asked for before the rows: a commit in between makes what is remembered too old, never too young */
function decide(question: Question, proof: Proof, moment: Moment): MaybePromise<Verdict> {
  return mapMaybePromise(lookUp(proof, moment.now), (principal) => {
    if (principal) return accept(question, proof, principal, moment)
    // Nobody makes up an auth token that we have signed: it has expired, or its session is over.
    return proof.kind === 'auth_token' ? invalid : refuseMadeUp(question, () => invalid)
  })
}

/** Nothing that we issue has this form: the answer says what is wrong with it. */
function refuseMalformed(question: Question): Verdict {
  return refuseMadeUp(question, () => refusal(credentialRefused(question.credential)))
}

/** Only what would be refused anyway is ever told to wait. */
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

/** Whether a token is still whose it was: what was made of that serves again, above all the one note of its use. */
function isSame(headers: string[], others: string[]): boolean {
  return headers.every((text, i) => text === others[i])
}

function recall(credential: UsableCredential): Known | undefined {
  const known = knownTokens().get(credential.token)
  return credential.kind === 'bearer' || credential.kind === known?.proof.kind ? known : undefined
}

/** What was proved by keys that are gone is to be proved again; so is what is being proved by them at this moment. */
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

/** In bytes, roughly: the texts are ASCII. */
function sizeOf({ verdict }: Known, token: string): number {
  return verdict.headers.reduce((sum, text) => sum + text.length, knownBytes + token.length)
}

/** Whatever went wrong. Once a second is enough to say so: proxies ask thousands of times. */
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
