import type { Keys } from '@/lib/config/derived-keys'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import type { ApiTokenLookUp } from '@/verifier/store'

/*
 * Looks up an API token under all master keys at once. During a rotation, its secret is stored
 * under one or both of the two keys in use. A token is absent only if it is stored under none of
 * the keys that were in use in the same snapshot: docs/decisions/0021-rotation.md.
 */

export interface ApiTokenProof {
  kind: 'api_token'
  token: string
  keys: readonly Keys[]
  /** The digests of the token under `keys`, in the same order. */
  digests: readonly string[]
}

export function toApiTokenProof(token: string, keys: readonly Keys[]): ApiTokenProof {
  const digests = keys.map(({ digest }) => digestApiToken(token, digest))
  return { kind: 'api_token', token, keys, digests }
}

interface Means<Found extends object> {
  store: {
    findApiToken: (digests: readonly string[]) => MaybePromise<ApiTokenLookUp<Found>>
  }
  /**
   * Returns the keys of a master key that is in use.
   * @throws ProblemError if this process lacks it, also after a reload
   */
  requireKeys: (fingerprint: string) => Keys
}

/**
 * Each look-up after the first one means that a master key was put to use since the previous
 * look-up. More of them indicate a fault.
 */
const maxLookUps = 10

/**
 * Finds the token of a proof, in one look-up unless this process has not read a master key in use.
 * @returns null if there is no such token
 * @throws ProblemError if this process lacks a master key in use; Error if the database cannot be
 * queried
 */
export function findApiToken<Found extends object>(
  proof: ApiTokenProof,
  means: Means<Found>,
  lookUps = 1,
): MaybePromise<Found | null> {
  return mapMaybePromise(means.store.findApiToken(proof.digests), ({ found, keysInUse }) => {
    if (!keysInUse) return found
    const isKnown = (fingerprint: string) =>
      proof.keys.some((keys) => keys.fingerprint === fingerprint)
    if (keysInUse.every(isKnown)) return null
    if (lookUps === maxLookUps) throw new Error('An API token could be neither found nor ruled out')
    Object.assign(proof, toApiTokenProof(proof.token, keysInUse.map(means.requireKeys)))
    return findApiToken(proof, means, lookUps + 1)
  })
}
