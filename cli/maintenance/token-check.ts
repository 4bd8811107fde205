import type { Table } from '@/cli/maintenance/store'
import type { Row } from '@/cli/maintenance/values'
import type { Keys } from '@/lib/config/derived-keys'
import { digestApiToken } from '@/lib/tokens/api-token-secret'
import { openSealed } from '@/lib/tokens/sealed'

const tokenTable = 'ApiToken'

/** How many of those that do not open are named. */
const maxNamed = 5

/** Opens the sealed copy of every API token, as Copy does, and compares what is in it with the digest, as verification does. */
export class TokenCheck {
  #opened = 0
  #failed = 0
  readonly #named: string[] = []
  readonly #keys: Pick<Keys, 'seal' | 'digest'>

  constructor(keys: Pick<Keys, 'seal' | 'digest'>) {
    this.#keys = keys
  }

  /** Rows of any table: those of other tables are passed over. */
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

  /** How many open, and fit. */
  get opened(): number {
    return this.#opened
  }

  get failed(): number {
    return this.#failed
  }

  /** The ids of some that do not. */
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
