import type { Table } from '@/cli/maintenance/store'
import type { Row } from '@/cli/maintenance/values'
import { openStoredSecret, type StorageKeys } from '@/lib/tokens/stored-secret'

const secretsTable = 'ApiTokenSecret'

/** Limit of the ids that are kept of failed tokens. */
const maxNamed = 5

type CheckKeys = Pick<StorageKeys, 'seal' | 'digest'>

/**
 * Decrypts the stored secret of every API token, as Copy does, and compares it with its digest, as
 * verification does.
 */
export class TokenCheck {
  #opened = 0
  #failed = 0
  readonly #named: string[] = []
  readonly #keys: CheckKeys

  constructor(keys: CheckKeys) {
    this.#keys = keys
  }

  /** Checks a batch. Rows of other tables are ignored. */
  async add({ name, columns }: Table, rows: Row[]): Promise<void> {
    if (name !== secretsTable) return
    const read = (row: Row, wanted: string) =>
      row[columns.findIndex((column) => column.name === wanted)] ?? ''
    const secrets = await Promise.all(
      rows.map((row) => {
        const stored = { digest: read(row, 'digest'), sealed: read(row, 'sealed') }
        return openStoredSecret(stored, read(row, 'tokenId'), this.#keys)
      }),
    )
    const failed = rows.filter((_, i) => secrets[i] === null)
    this.#failed += failed.length
    this.#opened += rows.length - failed.length
    const ids = failed.map((row) => read(row, 'tokenId'))
    this.#named.push(...ids.slice(0, maxNamed - this.#named.length))
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
}
