import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { PostgresAdapter } from '@/lib/db/postgres/adapter'

/** PostgreSQL's internal one-byte type, which its own catalogue uses and Prisma's adapter does not know, and `text`. */
const charOid = 18
const textOid = 25

/** Calls that type `text` on the way in, and remembers in which columns of the last answer. */
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

/** The adapter that the schema engine can read a whole database by, one question at a time. */
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
