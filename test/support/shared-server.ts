import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { build } from '@/test/support/build'
import { clientOf, signUp } from '@/test/support/client'
import { preparePostgres, prepareSqlite } from '@/test/support/prepared-database'
import { type Installation, startServer } from '@/test/support/server'

/*
 * One server for every test file that needs nothing special: no settings, no restart, no empty
 * installation, and nothing of its data folder but the rows of its own accounts. Each file has
 * accounts of its own, which keeps the files apart. The server already has its owner, who may be
 * asked with, and is left as they are.
 *
 * The tests of the API run twice. The second time this server, and every other server that a test
 * starts, has its database on a PostgreSQL that only these tests use.
 */

interface Owner {
  email: string
  authToken: string
}

declare module 'vitest' {
  interface ProvidedContext {
    sharedServer: Installation & { owner: Owner }
    /** The address of that PostgreSQL; undefined if the tests run on SQLite. */
    postgres: string | undefined
    /** See prepared-database.ts: the name of a database on that PostgreSQL, or a SQLite file. */
    prepared: string
  }
}

export const sharedServer = () => inject('sharedServer')

/**
 * Vitest calls this before the first of these files.
 * @returns the function that Vitest calls after the last one
 */
export async function setup({ name, provide }: TestProject): Promise<() => Promise<void>> {
  build()
  const { prepared, postgres, remove } = await prepare(name)
  const url = await postgres?.createDatabase()
  const { address, dataDir, databaseUrl, stop } = await startServer(
    url ? { DATABASE_URL: url } : {},
  )
  const end = async () => {
    const code = await stop()
    await remove()
    if (code !== 0) throw new Error(`The shared server ended with ${code}.`)
  }
  const owner = await signUp(clientOf(address)).catch(async (error) => {
    await end()
    throw error
  })
  provide('postgres', postgres?.url())
  provide('prepared', prepared)
  provide('sharedServer', { address, dataDir, databaseUrl, owner })
  return end
}

const prepare = (name: string) => (name === 'postgresql' ? preparePostgres() : prepareSqlite())
