import { afterAll, beforeAll, describe } from 'vitest'
import { testRevocation } from '@/test/postgresql/instances/revocation'
import { testRevocationStream } from '@/test/postgresql/instances/revocation-stream'
import { testRotation } from '@/test/postgresql/instances/rotation'
import { testServiceChanges } from '@/test/postgresql/instances/service-changes'
import { type Cluster, startCluster } from '@/test/support/cluster'

/* Three instances without leases. */

let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster(3, { settings: { JETON_LEASES: 'off' } })
})
afterAll(() => cluster?.stop())

describe('revocation', () => testRevocation(() => cluster, 'off'))
describe('rotation', () => testRotation(() => cluster))
describe('changes of services', () => testServiceChanges(() => cluster))
describe('the revocation stream', () => testRevocationStream(() => cluster))
