/* What many verifications a second need, on paper: from what was measured, and from what is assumed here. */

export const assumptions = {
  verificationsPerSecond: 100_000,
  /** Of its cores, so that peaks, and what an instance that is lost had to do, find room. */
  utilization: 0.6,
  /** Tokens and sessions that end, and names that change. */
  revocationsPerSecond: 20,
  /** Of the verifications, with leases: tokens that an instance sees for the first time, or after something of their user was revoked. */
  notRemembered: 0.1,
  /** Connections of an instance: for the pages and the API (JETON_DATABASE_CONNECTIONS), for look-ups, and to listen. */
  connectionsPerInstance: 10 + 2 + 2,
}

/** The case whose costs are taken: an instance that is not busy gathers no more look-ups than this. */
export const modelCase = 'random-32'

/**
 * @param rows of the cases, with their costs
 * @param databaseMsPerDelete with two instances that acknowledge it
 * @returns null where what it needs was not measured
 */
export function modelOf(rows, databaseMsPerDelete) {
  const costs = (of) => rows.find((row) => row.name === modelCase && row.of === of)
  const [coalesced, leased] = [costs('coalesced'), costs('leased')]
  if (!coalesced || !leased || databaseMsPerDelete === null) return null
  return [
    scenario('look-ups answered together, no leases', coalesced, databaseMsPerDelete),
    scenario('with leases, a tenth not remembered', mix(leased, coalesced), databaseMsPerDelete),
    scenario('with leases, everything remembered', leased, databaseMsPerDelete),
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
  // Every instance acknowledges a revocation, and two did when it was measured.
  const revoking = (revocationsPerSecond * databaseMsPerDelete * Math.max(1, instances / 2)) / 1000
  return {
    title,
    instances,
    databaseCores: cores(databaseMicroseconds) + revoking / utilization,
    queriesPerSecond: verificationsPerSecond * queriesPerRequest,
    connections: instances * connectionsPerInstance,
  }
}
