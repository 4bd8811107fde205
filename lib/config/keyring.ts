import { deriveKeys, type Keys } from '@/lib/config/derived-keys'
import { loadMasterSecrets } from '@/lib/config/master-key'
import { env } from '@/lib/config/settings'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * The keys of this thread: those of one master key, and of two during a rotation. The database says
 * which of the two is used for writing (lib/tokens/keys-in-use.ts); data written with either is
 * accepted. See docs/decisions/0021-rotation.md.
 */

export class Keyring {
  readonly #load: () => Buffer[]
  #secrets: Buffer[] = []
  #all: Keys[] = []
  #inForce = ''

  /**
   * @param load returns the master keys that are set, or are in the data folder, at this moment
   * @throws whatever `load` throws
   */
  constructor(load: () => Buffer[]) {
    this.#load = load
    this.refresh()
  }

  /** The keys of every master key; those used for writing come first. */
  get all(): readonly Keys[] {
    const isInForce = ({ fingerprint }: Keys) => fingerprint === this.#inForce
    return [...this.#all.filter(isInForce), ...this.#all.filter((keys) => !isInForce(keys))]
  }

  /** The keys used for writing. */
  get current(): Keys {
    return (
      this.#all.find(({ fingerprint }) => fingerprint === this.#inForce) ?? (this.#all[0] as Keys)
    )
  }

  /** Returns the first keys that match, after a reload of the master keys if none did. */
  find(isWanted: (keys: Keys) => boolean): Keys | undefined {
    return this.#all.find(isWanted) ?? (this.refresh() ? this.#all.find(isWanted) : undefined)
  }

  /** Returns the keys of the master key with this fingerprint. */
  get(fingerprint: string): Keys | undefined {
    return this.find((keys) => keys.fingerprint === fingerprint)
  }

  /** Selects the keys used for writing, for as long as they are present. */
  writeWith({ fingerprint }: Keys): void {
    this.#inForce = fingerprint
  }

  /**
   * Reloads the master keys. Read errors leave the keys unchanged; a start reports them.
   * @returns whether the master keys have changed
   */
  refresh(): boolean {
    const secrets = this.#read()
    const isSame = (one: Buffer, i: number) => this.#secrets[i]?.equals(one)
    if (secrets.length === this.#secrets.length && secrets.every(isSame)) return false
    const known = (secret: Buffer) =>
      this.#all[this.#secrets.findIndex((other) => other.equals(secret))]
    this.#all = secrets.map((secret) => known(secret) ?? deriveKeys(secret))
    this.#secrets = secrets
    return true
  }

  #read(): Buffer[] {
    try {
      return this.#load()
    } catch (error) {
      if (this.#all.length === 0) throw error
      return this.#secrets
    }
  }
}

/** The keys of this installation, as far as this thread has them. */
export const keyring = oncePerProcess('keyring', () => new Keyring(() => loadMasterSecrets(env())))

/** Returns the keys used for writing. */
export const keys = (): Keys => keyring().current

/** Whether this process has the master key with this fingerprint. */
export const isHere = (fingerprint: string): boolean => keyring().get(fingerprint) !== undefined
