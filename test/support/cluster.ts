import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, query } from '@/scripts/postgres.mjs'
import { type Call, clientOf } from '@/test/support/client'
import { snippetOf } from '@/test/support/guide'
import { type Program, startCaddy, startHaproxy, startNginx } from '@/test/support/proxy'
import {
  freePort,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* Several instances on one PostgreSQL database. */

export interface Instance {
  address: string
  call: Call
  server: Server
  /** Stops the instance and starts it again on the same port. */
  restart: (signal?: NodeJS.Signals) => Promise<void>
  stop: () => Promise<void>
}

export interface Cluster {
  /**
   * Runs a statement as the administrator.
   * @returns its rows
   */
  query: (sql: string) => Promise<Record<string, unknown>[]>
  instances: Instance[]
  /** @returns a random instance */
  any: () => Instance
  stop: () => Promise<void>
}

/**
 * @param settings of every instance
 * @param databaseUrl names the database; without it, the instances get a copy of the prepared one
 * (prepared-database.ts) on the PostgreSQL of the tests. A test that stops its PostgreSQL needs
 * one of its own.
 */
export async function startCluster(
  count: number,
  { settings = {}, databaseUrl }: { settings?: Record<string, string>; databaseUrl?: string } = {},
): Promise<Cluster> {
  const url = databaseUrl ?? (await preparedCopy())
  const own = { ...settings, DATABASE_URL: url, JETON_SECRET: randomBytes(32).toString('base64') }
  const instances = await Promise.all(Array.from({ length: count }, () => startInstance(own)))
  return {
    query: (sql) => query(url, sql),
    instances,
    any: () => instances[Math.floor(Math.random() * count)] as Instance,
    async stop() {
      await Promise.all(instances.map((instance) => instance.stop()))
    },
  }
}

const preparedCopy = () => createDatabase(inject('postgres') ?? '', process.env.JETON_TEST_PREPARED)

async function startInstance(settings: Record<string, string>): Promise<Instance> {
  const port = await freePort()
  const dataDir = makeDataDir()
  const own = { ...settings, PORT: `${port}`, JETON_DATA_DIR: dataDir }
  const address = `http://localhost:${port}`
  const instance: Instance = {
    address,
    call: clientOf(address),
    server: await startServer(own),
    async restart(signal) {
      await instance.server.stop(signal)
      instance.server = await startServer(own)
    },
    async stop() {
      await instance.server.stop()
      removeDataDir(dataDir)
    },
  }
  return instance
}

/** The proxies that the guide puts in front of three instances. */
const balancers = {
  nginx: { language: 'nginx', listen: 'listen 8080', start: startNginx },
  HAProxy: { language: 'haproxy', listen: 'bind :8080', start: startHaproxy },
  Caddy: { language: 'caddyfile', listen: 'http://:8080 {', start: startCaddy },
}

export type Balancer = keyof typeof balancers

export const balancerNames = Object.keys(balancers) as Balancer[]

/** Starts one of the guide's proxies in front of three instances. */
export async function startBalancer(
  instances: Instance[],
  name: Balancer = 'nginx',
): Promise<Program> {
  const { language, listen, start } = balancers[name]
  const port = await freePort()
  const addresses = Object.fromEntries(
    instances.map(({ address }, i) => [`10.0.0.1${i + 1}:3000`, hostOf(address)]),
  )
  const site = snippetOf('scale-out.md', language, {
    [listen]: listen.replace(/:?8080/, `127.0.0.1:${port}`),
    ...addresses,
  })
  return start(site, port)
}

/** The instances listen on 127.0.0.1, and print `localhost`. */
const hostOf = (address: string) => `127.0.0.1:${new URL(address).port}`
