import type pg from 'pg'
import { connectAlone } from '@/cli/maintenance/postgres-alone'
import {
  advanceSequences,
  runDeferredTriggers,
  takeForeignKeys,
} from '@/cli/maintenance/postgres-keys'
import {
  type PostgresTable,
  postgresTableNames,
  postgresTables,
} from '@/cli/maintenance/postgres-tables'
import { Refusal } from '@/cli/maintenance/refusal'
import {
  batchRows,
  fingerprintsQuery,
  migrationsTable,
  quote,
  removeUnclaimed,
  type Store,
  type Table,
} from '@/cli/maintenance/store'
import { bringUpToDate } from '@/cli/maintenance/up-to-date'
import { type Row, toValue, type Value } from '@/cli/maintenance/values'
import { type AppliedMigration, historyQuery, isComplete } from '@/lib/db/applied-migrations'
import type { CommandConnection } from '@/lib/db/postgres/lock'
import { migratePostgres } from '@/lib/db/postgres/schema'
import { withoutPassword } from '@/lib/db/postgres/url'

/** A PostgreSQL database, on one connection. */
export class PostgresStore implements Store {
  readonly name: string
  readonly #url: string
  readonly #connection: CommandConnection
  readonly #client: pg.Client
  #tables: PostgresTable[] = []
  #restoreForeignKeys = async () => {}

  private constructor(url: string, connection: CommandConnection) {
    this.name = withoutPassword(url)
    this.#url = url
    this.#connection = connection
    this.#client = connection.client
  }

  /** @throws Refusal where a server or another command uses it */
  static async open(url: string): Promise<PostgresStore> {
    return new PostgresStore(url, await connectAlone(url, withoutPassword(url)))
  }

  async isEmpty(): Promise<boolean> {
    return (await postgresTableNames(this.#client)).length === 0
  }

  async isMigrated(): Promise<boolean> {
    if (!(await postgresTableNames(this.#client)).includes(migrationsTable)) return false
    return isComplete((await this.#client.query<AppliedMigration>(historyQuery)).rows, 'postgresql')
  }

  async fingerprints(): Promise<string[]> {
    const query = fingerprintsQuery(await postgresTableNames(this.#client))
    if (query === null) return []
    const { rows } = await this.#client.query<{ fingerprint: string }>(query)
    return rows.map(({ fingerprint }) => fingerprint)
  }

  async migrate(): Promise<void> {
    await bringUpToDate(() => migratePostgres(this.#url, this.#connection), this.name)
  }

  /** Takes the table locks first, so that the rows cannot change once they are read. */
  async begin(): Promise<void> {
    this.#tables = await postgresTables(this.#client)
    const names = this.#tables.map(({ name }) => quote(name)).join(', ')
    await this.#client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    await this.#client.query(`LOCK TABLE ${names} IN EXCLUSIVE MODE`)
  }

  async tables(): Promise<Table[]> {
    return this.#tables.map(({ name, columns }) => ({ name, columns }))
  }

  async count({ name }: Table): Promise<number> {
    const { rows } = await this.#client.query<{ count: string }>(
      `SELECT count(*) FROM ${quote(name)}`,
    )
    return Number(rows[0]?.count)
  }

  async *read({ name, columns }: Table): AsyncGenerator<Row[]> {
    const names = columns.map((column) => `${quote(column.name)}::text`).join(', ')
    await this.#client.query(
      `DECLARE move NO SCROLL CURSOR FOR SELECT ${names} FROM ${quote(name)}`,
    )
    for (;;) {
      const { rows } = await this.#client.query<Value[]>({
        text: `FETCH ${batchRows} FROM move`,
        rowMode: 'array',
      })
      if (rows.length === 0) break
      yield rows.map((row) => columns.map(({ kind }, i) => toValue(kind, row[i])))
    }
    await this.#client.query('CLOSE move')
  }

  async relax(): Promise<void> {
    this.#restoreForeignKeys = await takeForeignKeys(this.#client)
  }

  /** Inserts a batch. Each column is one array parameter. */
  async write(table: Table, rows: Row[]): Promise<void> {
    refuseNul(table, rows)
    const types = this.#tables.find(({ name }) => name === table.name)?.types
    const names = table.columns.map(({ name }) => quote(name)).join(', ')
    const values = table.columns.map(({ name, kind }) =>
      kind === 'bytes' ? `decode(${quote(name)}, 'hex')` : `${quote(name)}::${types?.get(name)}`,
    )
    const parameters = table.columns.map((_, i) => `$${i + 1}::text[]`).join(', ')
    await this.#client.query(
      `INSERT INTO ${quote(table.name)} (${names}) SELECT ${values.join(', ')} FROM unnest(${parameters}) AS rows (${names})`,
      table.columns.map((_, i) => rows.map((row) => row[i])),
    )
  }

  async removeUnclaimed(): Promise<void> {
    await this.#client.query(removeUnclaimed)
  }

  async commit(): Promise<void> {
    await runDeferredTriggers(this.#client)
    await this.#restoreForeignKeys()
    await advanceSequences(this.#client)
    await this.#client.query('COMMIT')
  }

  async close(): Promise<void> {
    await this.#client.end()
  }
}

/** NUL is the only character that SQLite stores and PostgreSQL does not. */
function refuseNul({ name, columns }: Table, rows: Row[]): void {
  const column = columns.find((_, i) => rows.some((row) => row[i]?.includes('\0')))
  if (!column) return
  throw new Refusal(
    `${name}.${column.name} holds a NUL character, which PostgreSQL cannot store: remove it first`,
  )
}
