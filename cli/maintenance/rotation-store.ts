/** The stored form of an API token under one master key. */
export interface StoredToken {
  id: string
  digest: string
  sealed: string
}

/** The same token under another master key, to replace the stored form. */
export interface MovedToken extends StoredToken {
  /**
   * The digest that was read. A row whose digest has changed since, or that was deleted, is not
   * written.
   */
  was: string
}

/** The database of a rotation. Servers use it meanwhile. */
export interface RotationStore {
  /** Identifies the database in messages, without a password. */
  readonly name: string
  isMigrated(): Promise<boolean>
  /**
   * Returns the fingerprints of the master keys that tokens are stored under, the older one first.
   */
  secrets(): Promise<string[]>
  /**
   * Whether a server reads its master keys from another source than this command, and so may have
   * others.
   */
  isServedFromElsewhere(): Promise<boolean>
  /** Allows tokens to be stored under this master key, too. */
  admit(fingerprint: string): Promise<void>
  /** Revokes that permission. Requires that no token is stored under this master key. */
  dismiss(fingerprint: string): Promise<void>
  /** Returns the number of tokens that are not stored under this master key. */
  countOthers(fingerprint: string): Promise<number>
  /** Returns a batch of those whose id is greater than `after`, ordered by id. */
  readOthers(fingerprint: string, after: string): Promise<StoredToken[]>
  /** Stores these tokens under this master key, in one transaction. */
  move(tokens: MovedToken[], fingerprint: string): Promise<void>
  /**
   * Makes this master key the only one.
   * @param endBefore ends the sessions that began before this time: while both master keys were in
   * use, credentials signed by the old one could be exchanged for ones signed by the new one
   * @returns false, and changes nothing, while any token is stored under another master key
   */
  finish(fingerprint: string, endBefore: Date | null): Promise<boolean>
  close(): Promise<void>
}

/** Tokens per batch, few enough that other writers hardly wait. */
export const batchTokens = 200
