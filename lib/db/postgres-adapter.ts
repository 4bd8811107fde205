import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/**
 * Prisma's adapter, with one habit mended: it cuts a script at every semicolon, also inside a function's body, and runs the pieces
 * one by one. Here a migration is one message, and so one transaction: it is applied whole or not at all.
 */
export class PostgresAdapter extends PrismaPg {
  constructor(pool: pg.Pool | pg.PoolConfig) {
    super(pool)
  }

  override async connect() {
    const connection = await super.connect()
    return Object.assign(connection, { executeScript: wholeScript(connection) })
  }
}

function wholeScript(
  connection: Awaited<ReturnType<PrismaPg['connect']>>,
): SqlDriverAdapter['executeScript'] {
  return async (script) => {
    await connection.underlyingDriver().query(script)
  }
}
