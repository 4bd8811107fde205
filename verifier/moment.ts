import { store } from '@/verifier/store'

/**
 * The state for every credential that had arrived when it was read. It is read before any row, so
 * that a commit in between makes a cached result too old, never too new.
 */
export interface Moment {
  now: Date
  /**
   * The version of the database; null if it could not be queried, or if no cached result may be
   * used.
   */
  version: number | null
}

export function currentMoment(): Moment {
  const now = new Date()
  try {
    return { now, version: store().version() }
  } catch {
    return { now, version: null }
  }
}
