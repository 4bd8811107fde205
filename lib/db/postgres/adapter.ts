import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/**
 * Prisma's adapter with two defects fixed. It splits a script at every semicolon, even inside a
 * function body, and runs the parts one by one. Here a migration is one message and thus one
 * transaction: it is applied completely or not at all. It also looks for the tables in the schema
 * `public`; here it uses the schema of the connection.
 */
export class PostgresAdapter extends PrismaPg {
  constructor(pool: pg.Pool | pg.PoolConfig) {
    super(pool)
  }

  override async connect() {
    const connection = await super.connect()
    const schemaName = await schemaOf(connection)
    return Object.assign(connection, {
      executeScript: wholeScript(connection),
      getConnectionInfo: () => ({ ...(schemaName && { schemaName }), supportsRelationJoins: true }),
    })
  }
}

type Connection = Awaited<ReturnType<PrismaPg['connect']>>

/**
 * Reads the schema from the search path, because current_schema() returns only existing schemas.
 */
async function schemaOf(connection: Connection): Promise<string | undefined> {
  const sql = `SELECT coalesce(current_schema(), (parse_ident(nullif(current_setting('search_path'), '')))[1])`
  const { rows } = await connection.queryRaw({ sql, args: [], argTypes: [] })
  return (rows[0]?.[0] as string | null) ?? undefined
}

function wholeScript(connection: Connection): SqlDriverAdapter['executeScript'] {
  return async (script) => {
    await connection.underlyingDriver().query(script)
  }
}
