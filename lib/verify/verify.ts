import { LRUCache } from 'lru-cache'
import { lookUp, type Proof, prove, whenUnlocked } from '@/lib/auth/authenticate'
import { lookups } from '@/lib/db/lookups'
import type { Credential } from '@/lib/http/credentials'
import { type ProblemError, toAnswer } from '@/lib/http/problem'
import { credentialMissing, databaseUnavailable, tokenInvalid } from '@/lib/http/refusals'
import { endOf } from '@/lib/principal'
import { processGlobal } from '@/lib/process-global'
import { identityHeaders } from '@/lib/verify/identity-headers'
import { toUse, type Use, usageStamps } from '@/lib/verify/usage-stamps'

/*
 * "Whose token is this?", asked by another service or by the proxy in front of it. The answer depends on the credential alone: not on
 * a path, an address or a forwarded header.
 */

export interface Verdict {
  status: number
  /** Names and values in turns. */
  headers: readonly string[]
  body: string
}

/** What holds for every credential that had arrived when this was asked. */
export interface Moment {
  now: Date
  version: number
}

/** An accepted token. It is an answer only while the database is at the version that accepted it. */
interface Known {
  proof: Proof
  version: number
  /** Milliseconds since the epoch. */
  endsAt: number
  use: Use
  verdict: Verdict
}

/** Each takes about a kilobyte; the least recently used makes room. Refused tokens are not remembered: they take nobody's place. */
const maxKnown = 200_000

const complaintIntervalMs = 1_000
let complainedAt = Number.NEGATIVE_INFINITY

/** One credential's answer is not another's. */
const varyingBy = 'xc-token, xc-auth, Authorization'
const accepted = ['Cache-Control', 'no-store', 'Vary', varyingBy, 'Content-Length', '0']

const missing = refusal(credentialMissing())
const invalid = refusal(tokenInvalid())
const unavailable = refusal(databaseUnavailable())

/** @returns null when the database cannot be asked right now */
export function currentMoment(): Moment | null {
  try {
    return askMoment()
  } catch {
    return null
  }
}

function askMoment(): Moment {
  return { now: new Date(), version: lookups().version() }
}

/**
 * Never throws: where the database cannot be asked, the answer is closed.
 * @param moment asked for after the credential had arrived; null where it could not be had
 */
export function verify(credential: Credential | null, moment: Moment | null): Verdict | Promise<Verdict> {
  if (!credential) return missing
  const known = recall(credential)
  if (known && moment && known.version === moment.version && known.endsAt > moment.now.getTime()) {
    usageStamps().record(known.use, moment.now)
    return known.verdict
  }
  return (moment && verifyNow(credential, known?.proof, moment)) ?? verifyPatiently(credential)
}

/** @returns null where that takes time: to check a signature, or to wait for the database */
function verifyNow(credential: Credential, known: Proof | undefined, moment: Moment): Verdict | null {
  const proof = known ?? prove(credential, moment.now)
  if (proof instanceof Promise) return null
  try {
    return decide(credential, proof, moment)
  } catch {
    return null
  }
}

async function verifyPatiently(credential: Credential): Promise<Verdict> {
  try {
    const proof = recall(credential)?.proof ?? (await prove(credential, new Date()))
    return await whenUnlocked(() => decide(credential, proof, askMoment()))
  } catch (error) {
    complain(error)
    return unavailable
  }
}

function decide(credential: Credential, proof: Proof | null, { now, version }: Moment): Verdict {
  const principal = proof && lookUp(proof, now)
  if (!principal || credential.kind === 'unusable') return invalid
  const headers = accepted.concat(identityHeaders(principal))
  const verdict = { status: 200, headers, body: '' }
  const use = toUse(principal)
  knownTokens().set(credential.token, { proof, version, endsAt: endOf(principal), use, verdict })
  usageStamps().record(use, now)
  return verdict
}

function recall(credential: Credential): Known | undefined {
  if (credential.kind === 'unusable') return undefined
  const known = knownTokens().get(credential.token)
  return credential.kind === 'bearer' || credential.kind === known?.proof.kind ? known : undefined
}

const knownTokens = () => processGlobal('known-tokens', () => new LRUCache<string, Known>({ max: maxKnown }))

/** Once a second is enough to say so: proxies ask thousands of times. */
function complain(error: unknown): void {
  if (performance.now() - complainedAt < complaintIntervalMs) return
  complainedAt = performance.now()
  console.error('Tokens cannot be verified:', error)
}

function refusal(error: ProblemError): Verdict {
  const { status, headers, body } = toAnswer(error)
  const length = `${Buffer.byteLength(body)}`
  const described = Object.entries({ ...headers, 'content-length': length, vary: varyingBy }).flat()
  return { status, headers: described, body }
}
