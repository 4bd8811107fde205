import { randomBytes } from 'node:crypto'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { type Call, clientOf } from '@/test/support/client'
import { snippetOf } from '@/test/support/guide'
import { type Program, startNginx } from '@/test/support/proxy'
import {
  freePort,
  makeDataDir,
  removeDataDir,
  type Server,
  startServer,
} from '@/test/support/server'

/* Several instances on one PostgreSQL that only they use, so that tests can stop it. */

export interface Instance {
  address: string
  call: Call
  server: Server
  /** Stops the instance and starts it again on the same port. */
  restart: (signal?: NodeJS.Signals) => Promise<void>
  stop: () => Promise<void>
}

export interface Cluster {
  postgres: Postgres
  databaseUrl: string
  instances: Instance[]
  /** @returns a random instance */
  any: () => Instance
  stop: () => Promise<void>
}

/**
 * @param settings of every instance
 * @param databaseUrl maps the cluster's own database URL to the one that the instances use
 */
export async function startCluster(
  count: number,
  {
    flags = [],
    settings = {},
    databaseUrl,
  }: {
    flags?: string[]
    settings?: Record<string, string>
    databaseUrl?: (own: string) => Promise<string>
  } = {},
): Promise<Cluster> {
  const postgres = await startPostgres({ flags })
  const own = await postgres.createDatabase()
  const url = (await databaseUrl?.(own)) ?? own
  const secret = randomBytes(32).toString('base64')
  const instances = await Promise.all(
    Array.from({ length: count }, () =>
      startInstance({ ...settings, DATABASE_URL: url, JETON_SECRET: secret }),
    ),
  )
  return {
    postgres,
    databaseUrl: own,
    instances,
    any: () => instances[Math.floor(Math.random() * count)] as Instance,
    async stop() {
      await Promise.all(instances.map((instance) => instance.stop()))
      await postgres.remove()
    },
  }
}

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

/** Starts the guide's nginx in front of three instances. */
export async function startBalancer(instances: Instance[]): Promise<Program> {
  const port = await freePort()
  const addresses = Object.fromEntries(
    instances.map(({ address }, i) => [`10.0.0.1${i + 1}:3000`, new URL(address).host]),
  )
  const site = snippetOf('scale-out.md', 'nginx', {
    'listen 8080': `listen 127.0.0.1:${port}`,
    ...addresses,
  })
  return startNginx(site, port)
}
