import type { Table } from '@/cli/maintenance/store'
import type { Row } from '@/cli/maintenance/values'
import type { Keys } from '@/lib/config/derived-keys'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import { openSealed } from '@/lib/tokens/sealed'

const tokenTable = 'ApiToken'

/** Limit of the ids that are kept of failed tokens. */
const maxNamed = 5

/**
 * Decrypts the sealed copy of every API token, as Copy does, and compares its digest with the
 * stored one, as verification does.
 */
export class TokenCheck {
  #opened = 0
  #failed = 0
  readonly #named: string[] = []
  readonly #keys: Pick<Keys, 'seal' | 'digest'>

  constructor(keys: Pick<Keys, 'seal' | 'digest'>) {
    this.#keys = keys
  }

  /** Checks a batch. Rows of other tables are ignored. */
  async add({ name, columns }: Table, rows: Row[]): Promise<void> {
    if (name !== tokenTable) return
    const [id, digest, sealed] = ['id', 'digest', 'sealed'].map((wanted) =>
      columns.findIndex((column) => column.name === wanted),
    ) as [number, number, number]
    const fits = await Promise.all(rows.map((row) => this.#fits(row[id], row[digest], row[sealed])))
    this.#opened += fits.filter(Boolean).length
    const failed = rows.filter((_, i) => !fits[i])
    this.#failed += failed.length
    this.#named.push(...failed.slice(0, maxNamed - this.#named.length).map((row) => row[id] ?? ''))
  }

  /** The number of tokens that can be decrypted and match their digest. */
  get opened(): number {
    return this.#opened
  }

  get failed(): number {
    return this.#failed
  }

  /** The ids of the first tokens that fail. */
  get named(): readonly string[] {
    return this.#named
  }

  async #fits(
    id = '' as Row[number],
    digest = '' as Row[number],
    sealed = '' as Row[number],
  ): Promise<boolean> {
    try {
      const secret = await openSealed(sealed ?? '', id ?? '', this.#keys.seal)
      return digestApiToken(secret, this.#keys.digest) === digest
    } catch {
      return false
    }
  }
}
