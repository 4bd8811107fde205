import { type Instant, LeaseState, leaseMs } from '@/verifier/postgres/lease-state'

/*
 * A database, instances with leases, and clients that revoke, in which every operation can take any
 * time: messages are in transit, queries are sent, executed and answered one step at a time,
 * connections are cut, processes stand still. An instance decides by the product's own LeaseState;
 * the rest simulates docs/decisions/0018-leases.md.
 */

const patienceMs = leaseMs * 1.2

interface Lease {
  renewals: number
  acknowledged: number
}

interface Revocation {
  token: string
  sequence: number
  patience: number
  /** Counts from the reading of the leases: a lease that was renewed before it may last so long. */
  deadline: number
  /** Null until the leases have been read. */
  waitedFor: Map<number, number> | null
  isAnswered: boolean
}

interface Query {
  sentAt: Instant
  isTaking: boolean
  /** The row of the query, and the row that a new lease replaces. */
  leaseId: number
  before: number
  answer: { sequence: number; isHeld: boolean } | null
}

interface LookUp {
  version: number | null
  user: number
  token: string | null
  isCarriedOut: boolean
}

interface Instance {
  /** The speed of its clock. */
  rate: number
  state: LeaseState
  isConnected: boolean
  leaseId: number
  isTaking: boolean
  heard: { sequence: number; user: number }[]
  query: Query | null
  lookUps: LookUp[]
  known: Map<number, { token: string; version: number }>
}

export class LeaseWorld {
  #now = 0
  #sequence = 0
  #tokens = 0
  #leaseIds = 0
  /** Queries on connections that were closed since; the database may receive them at any time. */
  readonly #late: Query[] = []
  readonly #leases = new Map<number, Lease>()
  readonly #tokenOf = new Map<number, string>()
  readonly #revocations: Revocation[] = []
  readonly #instances: Instance[]
  /** The number of positive results from the cache: a world without any proves nothing. */
  yeses = 0

  constructor(rates: number[]) {
    this.#instances = rates.map((rate) => ({
      rate,
      state: new LeaseState(),
      isConnected: false,
      leaseId: 0,
      isTaking: true,
      heard: [],
      query: null,
      lookUps: [],
      known: new Map(),
    }))
  }

  wait(ms: number): void {
    this.#now += ms
  }

  connect(i: number): void {
    this.cut(i)
    const it = this.#instance(i)
    it.isConnected = true
    it.isTaking = true
    it.heard = []
    if (it.query && !it.query.answer) this.#late.push(it.query)
    it.query = null
  }

  /** Delivers a query of a closed connection to the database. */
  arriveLate(k: number): void {
    const [query] = this.#late.splice(k % Math.max(1, this.#late.length), 1)
    if (query) this.#carryOut(query)
  }

  cut(i: number): void {
    const it = this.#instance(i)
    it.isConnected = false
    it.state.end()
  }

  /** Performs one step of a renewal, or of a new lease: it is sent, executed, answered. */
  renew(i: number): void {
    const it = this.#instance(i)
    if (!it.isConnected) return
    if (!it.query) it.query = this.#send(it)
    else if (!it.query.answer) it.query.answer = this.#carryOut(it.query)
    else this.#conclude(it, it.query.sentAt, it.query.answer)
  }

  #send(it: Instance): Query {
    const before = it.leaseId
    if (it.isTaking) {
      it.state.begin()
      this.#leaseIds += 1
      it.leaseId = this.#leaseIds
    }
    const { isTaking, leaseId } = it
    return { sentAt: this.#clock(it), isTaking, leaseId, before, answer: null }
  }

  #carryOut({ isTaking, leaseId, before }: Query): { sequence: number; isHeld: boolean } {
    if (isTaking) {
      this.#leases.delete(before)
      this.#leases.set(leaseId, { renewals: 0, acknowledged: this.#sequence })
      return { sequence: this.#sequence, isHeld: true }
    }
    const lease = this.#leases.get(leaseId)
    if (lease) lease.renewals += 1
    return { sequence: this.#sequence, isHeld: lease !== undefined }
  }

  #conclude(
    it: Instance,
    sentAt: Instant,
    { sequence, isHeld }: { sequence: number; isHeld: boolean },
  ): void {
    it.query = null
    if (it.isTaking) it.state.take(sentAt, sequence)
    else if (isHeld) it.state.renew(sentAt, sequence)
    it.isTaking = !isHeld
  }

  /** Delivers the next notification. */
  hear(i: number): void {
    const it = this.#instance(i)
    const next = it.isConnected && it.heard.shift()
    if (next) it.state.revoke(next.sequence, `${next.user}`)
  }

  acknowledge(i: number): void {
    const it = this.#instance(i)
    const lease = this.#leases.get(it.leaseId)
    const { applied } = it.state
    if (it.isConnected && applied !== null && lease) lease.acknowledged = applied
  }

  create(user: number): void {
    if (this.#tokenOf.has(user)) return
    this.#tokens += 1
    this.#tokenOf.set(user, `token ${this.#tokens}`)
  }

  /** @param rate the speed of the revoking client's clock */
  revoke(user: number, rate: number): void {
    const token = this.#tokenOf.get(user)
    if (!token) return
    this.#tokenOf.delete(user)
    this.#sequence += 1
    for (const it of this.#instances)
      if (it.isConnected) it.heard.push({ sequence: this.#sequence, user })
    const wait = {
      patience: patienceMs / rate,
      deadline: Number.POSITIVE_INFINITY,
      waitedFor: null,
    }
    this.#revocations.push({ token, sequence: this.#sequence, ...wait, isAnswered: false })
  }

  /**
   * Performs one step of a revocation: reads the leases, then answers when all have acknowledged it
   * or the time is up.
   */
  settle(k: number): void {
    const open = this.#revocations.filter(({ isAnswered }) => !isAnswered)
    const revocation = open[k % Math.max(1, open.length)]
    if (!revocation) return
    if (!revocation.waitedFor) {
      revocation.deadline = this.#now + revocation.patience
      revocation.waitedFor = new Map(
        [...this.#leases]
          .filter(([, { acknowledged }]) => acknowledged < revocation.sequence)
          .map(([i, { renewals }]) => [i, renewals]),
      )
      return
    }
    const silent = [...revocation.waitedFor].filter(
      ([i]) =>
        (this.#leases.get(i)?.acknowledged ?? Number.POSITIVE_INFINITY) < revocation.sequence,
    )
    if (silent.length > 0 && this.#now < revocation.deadline) return
    for (const [i, renewals] of silent)
      if (this.#leases.get(i)?.renewals === renewals) this.#leases.delete(i)
    revocation.isAnswered = true
  }

  /** Performs one step of a look-up: it is sent, executed, answered. */
  lookUp(i: number, user: number): void {
    const it = this.#instance(i)
    const under = it.lookUps.find((each) => each.user === user)
    if (!under) {
      const version = it.state.version(this.#clock(it))
      it.lookUps.push({ version, user, token: null, isCarriedOut: false })
    } else if (!under.isCarriedOut) {
      under.token = this.#tokenOf.get(user) ?? null
      under.isCarriedOut = true
    } else {
      it.lookUps.splice(it.lookUps.indexOf(under), 1)
      const { token, version } = under
      if (token) it.known.set(user, { token, version: version ?? Number.NEGATIVE_INFINITY })
    }
  }

  /**
   * Makes a request.
   * @throws if it is accepted from the cache although the 2xx of its revocation was sent before
   */
  ask(i: number, user: number): void {
    const it = this.#instance(i)
    const known = it.known.get(user)
    const version = it.state.version(this.#clock(it))
    if (!known || version === null || !it.state.holds(`${user}`, known.version)) return
    this.yeses += 1
    const stale = this.#revocations.find(
      ({ token, isAnswered }) => isAnswered && token === known.token,
    )
    if (stale) throw new Error(`a stale yes at ${this.#now} for revocation ${stale.sequence}`)
  }

  #instance(i: number): Instance {
    return this.#instances[i] as Instance
  }

  #clock({ rate }: Instance): Instant {
    return { monotonic: this.#now * rate, wall: this.#now * rate }
  }
}
