import type { Keys } from '@/lib/config/derived-keys'
import { type MaybePromise, mapMaybePromise } from '@/lib/maybe-promise'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import type { FoundApiToken, Store } from '@/verifier/store'

/*
 * Looking for an API token by its digest, also while the secret is rotated and tokens move from the digest under one secret to that under the next.
 * That there is none is said only of a moment at which the database had it under none of the secrets in use: docs/decisions/0021-rotation.md.
 */

export interface ApiTokenProof {
  kind: 'api_token'
  token: string
  /** Those under which it was found last, or is looked for first. */
  keys: Keys
  /** By them. */
  digest: string
}

/** What there is to look with. */
interface Means {
  store: Pick<Store, 'findApiToken' | 'checkDigests'>
  /** The keys that are here. */
  all: () => readonly Keys[]
  /** Those of a secret that is in use. @throws where they are not here, also after a look for them */
  requireKeys: (fingerprint: string) => Keys
}

const digestBy = ({ token, keys, digest }: ApiTokenProof, others: Keys): string =>
  keys === others ? digest : digestApiToken(token, others.digest)

/** A rotation moves a token once. More than this in one search is a fault. */
const maxSearches = 10

/** One look where it is found as it was before, or under the only secret. */
export function findProven(proof: ApiTokenProof, means: Means): MaybePromise<FoundApiToken | null> {
  return mapMaybePromise(
    means.store.findApiToken(proof.digest),
    (found) => found ?? findFurther(proof, means, means.all(), maxSearches),
  )
}

/** @param tried keys under which it was looked for in vain, though perhaps not at one moment */
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

/** From the older secret to the newer one, the way that tokens move. */
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
