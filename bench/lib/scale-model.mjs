/*
 * A model of the resources that a high rate of verifications needs, from measured costs and the
 * assumptions below.
 */

export const assumptions = {
  verificationsPerSecond: 100_000,
  /**
   * Share of the cores that is used. The rest is for peaks and for the load of an instance that
   * fails.
   */
  utilization: 0.6,
  /** Tokens and sessions that end, and names that change. */
  revocationsPerSecond: 20,
  /**
   * Share of verifications that miss the cache with leases: an instance sees a token for the first
   * time, or something of its user was revoked.
   */
  notRemembered: 0.1,
  /**
   * Connections per instance: for the pages and the API (JETON_DATABASE_CONNECTIONS), for look-ups,
   * and to listen.
   */
  connectionsPerInstance: 10 + 2 + 2,
}

/**
 * The case whose costs the model uses: an instance that is not saturated batches no more look-ups
 * than this.
 */
export const modelCase = 'random-32'

/**
 * @param rows of the cases, with their costs
 * @param databaseMsPerDelete measured with two instances that acknowledge each delete
 * @returns null where the required costs were not measured
 */
export function modelOf(rows, databaseMsPerDelete) {
  const costs = (of) => rows.find((row) => row.name === modelCase && row.of === of)
  const [coalesced, leased] = [costs('coalesced'), costs('leased')]
  if (!coalesced || !leased || databaseMsPerDelete === null) return null
  return [
    scenario('look-ups answered together, no leases', coalesced, databaseMsPerDelete),
    scenario('with leases, a tenth not cached', mix(leased, coalesced), databaseMsPerDelete),
    scenario('with leases, everything cached', leased, databaseMsPerDelete),
  ]
}

function mix(leased, coalesced) {
  const { notRemembered } = assumptions
  const of = (key) => (1 - notRemembered) * leased[key] + notRemembered * coalesced[key]
  const keys = ['serverMicroseconds', 'databaseMicroseconds', 'queriesPerRequest']
  return Object.fromEntries(keys.map((key) => [key, of(key)]))
}

function scenario(
  title,
  { serverMicroseconds, databaseMicroseconds, queriesPerRequest },
  databaseMsPerDelete,
) {
  const { verificationsPerSecond, utilization, revocationsPerSecond, connectionsPerInstance } =
    assumptions
  const cores = (microseconds) => (verificationsPerSecond * microseconds) / 1e6 / utilization
  const instances = Math.ceil(cores(serverMicroseconds))
  // Every instance acknowledges a revocation; the measurement had two.
  const revoking = (revocationsPerSecond * databaseMsPerDelete * Math.max(1, instances / 2)) / 1000
  return {
    title,
    instances,
    databaseCores: cores(databaseMicroseconds) + revoking / utilization,
    queriesPerSecond: verificationsPerSecond * queriesPerRequest,
    connections: instances * connectionsPerInstance,
  }
}
