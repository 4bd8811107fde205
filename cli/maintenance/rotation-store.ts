/** What the database holds of an API token under one secret. */
export interface StoredToken {
  id: string
  digest: string
  sealed: string
}

/** The same under another secret, in the place of what was found. */
export interface MovedToken extends StoredToken {
  /** The digest that it had: a token that is another's meanwhile, or gone, stays so. */
  was: string
}

/** The database of a rotation. Servers go on working on it. */
export interface RotationStore {
  /** In words, without a password. */
  readonly name: string
  isMigrated(): Promise<boolean>
  /** The fingerprints of the secrets that tokens are stored under, the older first. */
  secrets(): Promise<string[]>
  /** Whether some server has its secrets from elsewhere than this command, and so perhaps not the same. */
  isServedFromElsewhere(): Promise<boolean>
  /** From now on tokens may be stored under this secret, too. */
  admit(fingerprint: string): Promise<void>
  /** And not any more: where none is. */
  dismiss(fingerprint: string): Promise<void>
  /** How many tokens are stored under another secret than this. */
  countOthers(fingerprint: string): Promise<number>
  /** Some of those, whose id comes after this one, in the order of their ids. */
  readOthers(fingerprint: string, after: string): Promise<StoredToken[]>
  /** Stores them, all at once, under this secret. */
  move(tokens: MovedToken[], fingerprint: string): Promise<void>
  /**
   * Makes this the only secret.
   * @param endBefore ends the sessions that began before: while both were in use, what the old secret had signed could be exchanged for what the new one signs
   * @returns false, and changes nothing, while tokens are stored under another
   */
  finish(fingerprint: string, endBefore: Date | null): Promise<boolean>
  close(): Promise<void>
}

/** Tokens that are read, and written, together: so few that whoever else writes hardly waits. */
export const batchTokens = 200
