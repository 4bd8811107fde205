import { setTimeout } from 'node:timers/promises'
import type { Progress } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  type AddedSecret,
  firstPlace,
  type RotationStore,
  type SecretLeft,
} from '@/cli/maintenance/rotation-store'
import { openSecret, sealSecret } from '@/lib/second-factor/sealed-secret'
import { openStoredSecret, type StorageKeys, storedSecret } from '@/lib/tokens/stored-secret'

/*
 * Every secret of an API token gets a second row, under the new master key, in batches of one
 * transaction each. The rows themselves record the progress, so a rotation can resume after any
 * interruption. An authenticator app has one row, whose secret is replaced.
 */

/** Pause between batches, so that other writers get their turn. */
const pauseMs = 5

/** Limit of the ids named in a refusal. */
const maxNamed = 5

export interface Rotation {
  store: RotationStore
  from: StorageKeys
  to: StorageKeys
  progress: Progress
  endBefore: Date | null
}

/**
 * Stores every token under the new master key, including those that a server without it creates
 * meanwhile, and then removes what is stored under the old one.
 * @returns how many tokens were stored
 * @throws Refusal where some cannot be stored; all others are then
 */
export async function rotateTokens({
  store,
  from,
  to,
  progress,
  endBefore,
}: Rotation): Promise<number> {
  let added = 0
  for (;;) {
    const total = added + (await store.countLeft(to.fingerprint))
    const damaged = await addAll({ store, from, to }, (count) => {
      added += count
      progress.show('Rotating', added, Math.max(total, added))
    })
    await resealApps({ store, from, to })
    if (damaged.length > 0) throw refusal(damaged)
    if (await store.finish(to.fingerprint, endBefore)) break
  }
  progress.show('Rotating', 1, 1)
  return added
}

/**
 * Encrypts the secrets of all authenticator apps under the new master key. One that the old key
 * does not open is kept as it is: it opens no more than before, its user has the recovery codes,
 * and the rotation does not wait for it.
 */
async function resealApps({ store, from, to }: Pick<Rotation, 'store' | 'from' | 'to'>) {
  for (;;) {
    const apps = await store.readAppsLeft(to.fingerprint)
    if (apps.length === 0) return
    const resealed = await Promise.all(
      apps.map(async ({ userId, sealed: was }) => {
        const secret = await openSecret({ sealed: was }, userId, from)
        const sealed = secret ? (await sealSecret(secret, userId, to)).sealed : was
        return { userId, was, sealed }
      }),
    )
    await store.resealApps(to.fingerprint, resealed)
    await setTimeout(pauseMs)
  }
}

/**
 * Stores all tokens in one pass.
 * @returns the ids of those that cannot be decrypted or do not match their digest
 */
async function addAll(
  { store, from, to }: Pick<Rotation, 'store' | 'from' | 'to'>,
  report: (count: number) => void,
): Promise<string[]> {
  const damaged: string[] = []
  for (let after = firstPlace; ; ) {
    const left = await store.readLeft(to.fingerprint, after)
    const last = left.at(-1)
    if (!last) return damaged
    after = last
    const resealed = await Promise.all(left.map((secret) => reseal(secret, from, to)))
    const secrets = resealed.filter((secret) => secret !== null)
    damaged.push(...left.filter((_, i) => resealed[i] === null).map(({ id }) => id))
    await store.add(secrets)
    report(secrets.length)
    await setTimeout(pauseMs)
  }
}

/**
 * Computes what is stored of a token under another master key.
 * @returns null for a token that the old master key does not decrypt, or that does not match its
 * digest
 */
async function reseal(
  { id: tokenId, digest: was, sealed }: SecretLeft,
  from: StorageKeys,
  to: StorageKeys,
): Promise<AddedSecret | null> {
  if (was === null || sealed === null) return null
  const secret = await openStoredSecret({ digest: was, sealed }, tokenId, from)
  return secret === null ? null : { ...(await storedSecret(secret, tokenId, to)), tokenId, was }
}

const refusal = (ids: string[]) =>
  new Refusal(
    `API tokens that cannot be decrypted, or do not match their digest: ${ids.length} (${ids.slice(0, maxNamed).join(', ')}); all others are done: delete these, and run it again`,
  )
