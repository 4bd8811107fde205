import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/**
 * Prisma's adapter, with two habits mended. It cuts a script at every semicolon, also inside a function's body, and runs the pieces
 * one by one. Here a migration is one message, and so one transaction: it is applied whole or not at all. And it looks for the tables in
 * the schema `public`: here in the one that the connections work in.
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

/** As the search path says it: current_schema() knows only those that there are. */
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
