import { setTimeout } from 'node:timers/promises'
import type { Progress } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import type { MovedToken, RotationStore, StoredToken } from '@/cli/maintenance/rotation-store'
import type { Keys } from '@/lib/config/derived-keys'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import { openSealed, seal } from '@/lib/tokens/sealed'

/*
 * Every API token gets its digest and its sealed copy under the new master key, in batches of one
 * transaction each. The tokens themselves record the progress, so a rotation can resume after any
 * interruption.
 */

/** Pause between batches, so that other writers get their turn. */
const pauseMs = 5

/** Limit of the ids named in a refusal. */
const maxNamed = 5

type Secrets = Pick<Keys, 'fingerprint' | 'digest' | 'seal'>

export interface Rotation {
  store: RotationStore
  from: Secrets
  to: Secrets
  progress: Progress
  endBefore: Date | null
}

/**
 * Moves tokens until none is left under the old master key, including tokens that a server without
 * the new one creates meanwhile.
 * @returns how many tokens were moved
 * @throws Refusal where some cannot be moved; all others are moved then
 */
export async function rotateTokens({
  store,
  from,
  to,
  progress,
  endBefore,
}: Rotation): Promise<number> {
  let moved = 0
  for (;;) {
    const total = moved + (await store.countOthers(to.fingerprint))
    const damaged = await moveAll({ store, from, to }, (count) => {
      moved += count
      progress.show('Rotating', moved, Math.max(total, moved))
    })
    if (damaged.length > 0) throw refusal(damaged)
    if (await store.finish(to.fingerprint, endBefore)) break
  }
  progress.show('Rotating', 1, 1)
  return moved
}

/**
 * Moves all tokens in one pass.
 * @returns the ids of those that cannot be decrypted or do not match their digest
 */
async function moveAll(
  { store, from, to }: Omit<Rotation, 'progress' | 'endBefore'>,
  report: (count: number) => void,
): Promise<string[]> {
  const damaged: string[] = []
  for (let after = ''; ; ) {
    const tokens = await store.readOthers(to.fingerprint, after)
    const last = tokens.at(-1)
    if (!last) return damaged
    after = last.id
    const moved = await Promise.all(tokens.map((token) => reseal(token, from, to)))
    const whole = moved.filter((token) => token !== null)
    damaged.push(...tokens.filter((_, i) => moved[i] === null).map(({ id }) => id))
    await store.move(whole, to.fingerprint)
    report(whole.length)
    await setTimeout(pauseMs)
  }
}

/**
 * Computes the stored form of a token under another master key.
 * @returns null for a token that the old master key does not decrypt, or that does not match its
 * digest
 */
export async function reseal(
  { id, digest: was, sealed }: StoredToken,
  from: Secrets,
  to: Secrets,
): Promise<MovedToken | null> {
  const secret = await openSealed(sealed, id, from.seal).catch(() => null)
  if (secret === null || digestApiToken(secret, from.digest) !== was) return null
  return {
    id,
    was,
    digest: digestApiToken(secret, to.digest),
    sealed: await seal(secret, id, to.seal),
  }
}

const refusal = (ids: string[]) =>
  new Refusal(
    `API tokens that do not open, or do not fit their digest: ${ids.length} (${ids.slice(0, maxNamed).join(', ')}); all others are done: delete these, and run it again`,
  )
