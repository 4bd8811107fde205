import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '@/scripts/postgres.mjs'
import { clientOf, signUp } from '@/test/support/client'
import { forTests } from '@/test/support/postgres-flags'
import { type Installation, startServer } from '@/test/support/server'

/*
 * One server for every test file that needs nothing special of it: no settings, no restart, no empty installation, and no more of its
 * data folder than the rows of its own accounts. The files keep apart by having accounts of their own. It has its owner already.
 *
 * The tests of the API run twice. The second time the server, and every other one that a test starts, has its database on a PostgreSQL
 * that is there for these tests alone.
 */

declare module 'vitest' {
  interface ProvidedContext {
    sharedServer: Installation
    /** The address of that PostgreSQL; undefined where the tests run on SQLite. */
    postgres: string | undefined
  }
}

export const sharedServer = (): Installation => inject('sharedServer')

/** Vitest calls this before the first of these files. @returns what it calls after the last */
export async function setup({ name, provide }: TestProject): Promise<() => Promise<void>> {
  const postgres = name === 'postgresql' ? await startPostgres({ flags: forTests }) : null
  const url = await postgres?.createDatabase()
  const { address, dataDir, databaseUrl, stop } = await startServer(
    url ? { DATABASE_URL: url } : {},
  )
  const end = async () => {
    const code = await stop()
    await postgres?.remove()
    if (code !== 0) throw new Error(`The shared server ended with ${code}.`)
  }
  await signUp(clientOf(address)).catch(async (error) => {
    await end()
    throw error
  })
  provide('postgres', postgres?.url())
  provide('sharedServer', { address, dataDir, databaseUrl })
  return end
}
