import { env } from '@/lib/config/settings'
import { postgresPool } from '@/lib/db/postgres/pool'
import { providerOf } from '@/lib/db/provider'
import { sqlitePath } from '@/lib/db/sqlite/path'
import type { MaybePromise } from '@/lib/maybe-promise'
import { oncePerProcess } from '@/lib/once-per-process'
import { postgresLease } from '@/verifier/postgres/lease'
import { PostgresStore } from '@/verifier/postgres/store'
import { SqliteStore } from '@/verifier/sqlite/store'

/** A user as verification knows them. */
export interface FoundUser {
  id: string
  email: string
  displayName: string
}

export interface FoundApiToken {
  id: string
  name: string
  createdAt: Date
  user: FoundUser
}

/** A user as they see themselves. */
export interface FoundAccount extends FoundUser {
  language: string | null
  theme: string
  /** Whether the installation is theirs. */
  isOwner: boolean
}

/** An API token as its user sees it. */
export interface ListedApiToken {
  id: string
  userId: string
  name: string
  hint: string
  createdAt: Date
  updatedAt: Date
  lastUsedAt: Date | null
  useCount: number | bigint
}

export interface FoundSession {
  expiresAt: Date
  user: FoundUser
}

export interface DigestCheck {
  /** Whether no token that has a user has any of the digests. */
  isAbsent: boolean
  /** The fingerprints of the secrets that tokens are stored under, the older first: one, and a second while it is rotated. */
  secrets: string[]
}

/**
 * What every verification asks, and every program that asks who it is, without Prisma in the way: microseconds instead of a third of a millisecond.
 * All of it throws, or rejects, when the database cannot be asked.
 */
export interface Store {
  /** A number to remember with what is looked up from now on; null where nothing that is remembered may be believed. */
  version(): number | null
  /** Whether what was found of a user, after `version()` had said `then`, was still true when it was last asked. */
  holds(userId: string, then: number): boolean
  /** Does something in one go, in which whatever is looked up at once is looked up at one moment, if that is cheaper. */
  together(work: () => void): void
  /** The token with this digest; null where there is none, or its user is gone. */
  findApiToken(digest: string): MaybePromise<FoundApiToken | null>
  /** What holds for all tokens at one moment; and whether, at the very same one, none of them has any of these digests. */
  checkDigests(digests: readonly string[]): MaybePromise<DigestCheck>
  /** The session with this id, also an expired one; null where there is none, or its user is gone. */
  findSession(id: string): MaybePromise<FoundSession | null>
  findAccount(userId: string): MaybePromise<FoundAccount | null>
  /** Each user keeps one. */
  findApiTokenOf(userId: string): MaybePromise<ListedApiToken | null>
}

/** The look-ups of this thread. */
export const store = oncePerProcess<Store>('store', () => {
  const { databaseUrl } = env()
  return providerOf(databaseUrl) === 'sqlite'
    ? new SqliteStore(sqlitePath(databaseUrl))
    : new PostgresStore(postgresPool(), postgresLease())
})
