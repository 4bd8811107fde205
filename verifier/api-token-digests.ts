import type { Keys } from '@/lib/config/derived-keys'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import type { FoundApiToken, Store } from '@/verifier/store'

/*
 * Looks up API tokens by their digest, also during a master key rotation, when tokens move from the
 * digest under one master key to that under the next. A token is reported as absent only if the
 * database held it under none of the master keys in use at one single moment:
 * docs/decisions/0021-rotation.md.
 */

export interface ApiTokenProof {
  kind: 'api_token'
  token: string
  /** The keys under which it was last found, or which are tried first. */
  keys: Keys
  /** The digest of the token under `keys`. */
  digest: string
}

/** The dependencies of a search. */
interface Means {
  store: Pick<Store, 'findApiToken' | 'checkDigests'>
  /** Returns the keys that this thread has. */
  all: () => readonly Keys[]
  /**
   * Returns the keys of a master key that is in use.
   * @throws ProblemError if this process lacks it, also after a reload
   */
  requireKeys: (fingerprint: string) => Keys
}

const digestBy = ({ token, keys, digest }: ApiTokenProof, others: Keys): string =>
  keys === others ? digest : digestApiToken(token, others.digest)

/** A rotation moves a token once. More attempts than this in one search indicate a fault. */
const maxSearches = 10

/**
 * Finds the token of a proof. One look-up suffices if the token is stored as it was before, or
 * under the only master key.
 * @returns null if there is no such token
 * @throws ProblemError if this process lacks a master key in use; Error if the database cannot be
 * queried
 */
export function findProven(proof: ApiTokenProof, means: Means): MaybePromise<FoundApiToken | null> {
  return mapMaybePromise(
    means.store.findApiToken(proof.digest),
    (found) => found ?? findFurther(proof, means, means.all(), maxSearches),
  )
}

/** @param tried keys under which the look-ups failed, though perhaps not at the same moment */
function findFurther(
  proof: ApiTokenProof,
  means: Means,
  tried: readonly Keys[],
  left: number,
): MaybePromise<FoundApiToken | null> {
  const digests = tried.map((keys) => digestBy(proof, keys))
  return mapMaybePromise(means.store.checkDigests(digests), ({ isAbsent, secrets }) => {
    const inUse = secrets.map(means.requireKeys)
    if (isAbsent && inUse.every((keys) => tried.includes(keys))) return null
    if (left === 0) throw new Error('An API token could be neither found nor missed')
    return mapMaybePromise(
      findUnderAny(proof, means, inUse),
      (found) => found ?? findFurther(proof, means, inUse, left - 1),
    )
  })
}

/** Tries the older master key before the newer one, in the order in which tokens move. */
function findUnderAny(
  proof: ApiTokenProof,
  means: Means,
  [keys, ...others]: readonly Keys[],
): MaybePromise<FoundApiToken | null> {
  if (!keys) return null
  const digest = digestBy(proof, keys)
  return mapMaybePromise(means.store.findApiToken(digest), (found) => {
    if (!found) return findUnderAny(proof, means, others)
    Object.assign(proof, { keys, digest })
    return found
  })
}
