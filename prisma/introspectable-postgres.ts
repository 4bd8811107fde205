import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { PostgresAdapter } from '@/lib/db/postgres/adapter'

/**
 * Type ids of PostgreSQL's internal one-byte type, which its catalogue uses and Prisma's adapter
 * does not know, and of `text`.
 */
const charOid = 18
const textOid = 25

/** Reports that type as `text`, and records in which columns of the last result it occurred. */
class Pool extends pg.Pool {
  charColumns = new Set<number>()

  // biome-ignore lint/suspicious/noExplicitAny: a method of many overloads, passed through
  override async query(...parameters: any[]): Promise<any> {
    const result = await super.query(...(parameters as [string]))
    const fields: pg.FieldDef[] = result.fields ?? []
    this.charColumns = new Set([...fields.keys()].filter((i) => fields[i]?.dataTypeID === charOid))
    for (const i of this.charColumns) (fields[i] as pg.FieldDef).dataTypeID = textOid
    return result
  }
}

/** An adapter with which the schema engine can introspect a whole database, one query at a time. */
export class IntrospectablePostgres extends PostgresAdapter {
  readonly #pool: Pool

  constructor(connectionString: string) {
    const pool = new Pool({ connectionString })
    // The server may end before its last connection does.
    pool.on('error', () => {})
    super(pool)
    this.#pool = pool
  }

  override async connect() {
    const connection = await super.connect()
    const queryRaw = connection.queryRaw.bind(connection)
    return Object.assign(connection, {
      queryRaw: async (query: Parameters<typeof queryRaw>[0]) => {
        const result = await queryRaw(query)
        const { charColumns } = this.#pool
        const columnTypes = result.columnTypes.map((type, i) =>
          charColumns.has(i) ? ColumnTypeEnum.Character : type,
        )
        return { ...result, columnTypes }
      },
    })
  }

  close(): Promise<void> {
    return this.#pool.end()
  }
}
