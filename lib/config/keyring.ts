import { deriveKeys, type Keys } from '@/lib/config/derived-keys'
import { loadMasterSecrets } from '@/lib/config/master-key'
import { env } from '@/lib/config/settings'
import { oncePerProcess } from '@/lib/once-per-process'

/*
 * The keys that this thread has: those of one master secret, and of two while it is rotated. Which of the two is written with is what the database
 * says (lib/tokens/keys-in-use.ts); what was written with either is accepted. docs/decisions/0021-rotation.md.
 */

export class Keyring {
  readonly #load: () => Buffer[]
  #secrets: Buffer[] = []
  #all: Keys[] = []
  #inForce = ''

  /** @param load the master secrets as they are set, or lie in the data folder, at this moment */
  constructor(load: () => Buffer[]) {
    this.#load = load
    this.refresh()
  }

  /** All of them, first those that are written with. */
  get all(): readonly Keys[] {
    const isInForce = ({ fingerprint }: Keys) => fingerprint === this.#inForce
    return [...this.#all.filter(isInForce), ...this.#all.filter((keys) => !isInForce(keys))]
  }

  /** Those that are written with. */
  get current(): Keys {
    return (
      this.#all.find(({ fingerprint }) => fingerprint === this.#inForce) ?? (this.#all[0] as Keys)
    )
  }

  /** The keys of which this is true, also where they have come since somebody last looked. */
  find(isWanted: (keys: Keys) => boolean): Keys | undefined {
    return this.#all.find(isWanted) ?? (this.refresh() ? this.#all.find(isWanted) : undefined)
  }

  /** Those of a secret, by its fingerprint. */
  get(fingerprint: string): Keys | undefined {
    return this.find((keys) => keys.fingerprint === fingerprint)
  }

  /** Writes with these from now on, as long as they are there. */
  writeWith({ fingerprint }: Keys): void {
    this.#inForce = fingerprint
  }

  /** Looks at the secrets again. @returns whether they are others than before; also not, where they cannot be read: a start says so */
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

/** Those that are written with. */
export const keys = (): Keys => keyring().current

/** Whether this process has the secret of a fingerprint. */
export const isHere = (fingerprint: string): boolean => keyring().get(fingerprint) !== undefined
