import { afterAll, beforeAll, describe } from 'vitest'
import { type Postgres, startPostgres } from '@/scripts/postgres.mjs'
import { testRevocation } from '@/test/postgresql/instances/revocation'
import { testRotation } from '@/test/postgresql/instances/rotation'
import { testServiceChanges } from '@/test/postgresql/instances/service-changes'
import { type Cluster, startCluster } from '@/test/support/cluster'

/* Three instances with leases, on a PostgreSQL whose commits wait for the disk. */

let postgres: Postgres
let cluster: Cluster

beforeAll(async () => {
  postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  cluster = await startCluster(3, { settings: { JETON_LEASES: 'on' }, databaseUrl })
})
afterAll(async () => {
  await cluster?.stop()
  await postgres?.remove()
})

describe('revocation', () => testRevocation(() => cluster, 'on'))
describe('rotation', () => testRotation(() => cluster))
describe('changes of services', () => testServiceChanges(() => cluster))
