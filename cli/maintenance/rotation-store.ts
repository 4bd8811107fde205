import type { StoredSecret } from '@/lib/tokens/stored-secret'

/** The place of a secret in the order in which secrets are stored under the new master key. */
export interface SecretPlace {
  /** The token's id. */
  id: string
  /** The number of the secret among those that the token has had; 0 where there is no secret. */
  generation: number
}

/** Before all secrets. */
export const firstPlace: SecretPlace = { id: '', generation: 0 }

/** A secret of an API token that is not stored under the new master key yet. */
export interface SecretLeft extends SecretPlace {
  /** The digest and the encrypted copy under the old master key; null if there are none. */
  digest: string | null
  sealed: string | null
}

/** A secret of a token under the new master key. */
export interface AddedSecret extends StoredSecret {
  tokenId: string
  /** The digest that was read. If its row was deleted since, nothing is added. */
  was: string
}

/** The secret of a user's authenticator app, encrypted under one master key. */
export interface App {
  userId: string
  sealed: string
}

/** The same under the new master key. */
export interface ResealedApp extends App {
  /** The row as it was read. If it has changed since, nothing is written. */
  was: string
}

/** The database of a rotation. Servers use it meanwhile. */
export interface RotationStore {
  /** Identifies the database in messages, without a password. */
  readonly name: string
  isMigrated(): Promise<boolean>
  /** Returns the fingerprints of the master keys in use, the older one first. */
  keysInUse(): Promise<string[]>
  /**
   * Whether a server reads its master keys from another source than this command, and so may have
   * others.
   */
  isServedFromElsewhere(): Promise<boolean>
  /** Allows tokens to be stored under this master key, too. */
  admit(fingerprint: string): Promise<void>
  /** Revokes that permission. Requires that nothing is stored under this master key. */
  dismiss(fingerprint: string): Promise<void>
  /** Returns the number of secrets of tokens that are not stored under this master key. */
  countLeft(fingerprint: string): Promise<number>
  /**
   * Returns a batch of the secrets that are not stored under the new master key, in order.
   * @param to fingerprint of the new master key
   * @param after the place before the first of the batch
   */
  readLeft(to: string, after: SecretPlace): Promise<SecretLeft[]>
  /** Adds these rows, in one transaction. */
  add(secrets: AddedSecret[]): Promise<void>
  /** Returns a batch of the apps whose secrets are not encrypted under this master key. */
  readAppsLeft(fingerprint: string): Promise<App[]>
  /** Replaces the secrets of apps by those under this master key, in one transaction. */
  resealApps(fingerprint: string, apps: ResealedApp[]): Promise<void>
  /**
   * Makes this master key the only one: removes what is stored under the other, and the other.
   * @param endBefore ends the sessions that began before this time: while both master keys were in
   * use, credentials signed by the old one could be exchanged for ones signed by the new one
   * @returns false, and changes nothing, while any token or app is not stored under this master key
   */
  finish(fingerprint: string, endBefore: Date | null): Promise<boolean>
  close(): Promise<void>
}

/** Secrets per batch, few enough that other writers hardly wait. */
export const batchSecrets = 200
