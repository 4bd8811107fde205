import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LeaseWorld } from '@/test/support/lease-world'
import { LeaseState, leaseMs } from '@/verifier/postgres/lease-state'

/*
 * The conditions under which an instance may answer from its cache: attacks on the argument of
 * docs/decisions/0018-leases.md.
 */

const at = (monotonic: number, wall = monotonic) => ({ monotonic, wall })

const instances = 3
const users = 2
const instance = fc.nat(instances - 1)
const user = fc.nat(users - 1)

/** Any two clocks differ by less than a fifth. */
const rate = fc.double({ min: 0.92, max: 1.08, noNaN: true })

type Step = (world: LeaseWorld) => void
const step = <T>(arbitrary: fc.Arbitrary<T>, take: (world: LeaseWorld, value: T) => void) =>
  arbitrary.map(
    (value): Step =>
      (world) =>
        take(world, value),
  )
const both = fc.tuple(instance, user)

/**
 * Whole renewals and whole look-ups, so that worlds make progress; and single steps, so that every
 * interleaving occurs.
 */
const anything = fc.oneof(
  {
    weight: 4,
    arbitrary: step(fc.oneof(fc.nat(40), fc.nat(1_500)), (world, ms) => world.wait(ms)),
  },
  {
    weight: 3,
    arbitrary: step(instance, (world, i) => {
      for (let phase = 0; phase < 3; phase += 1) world.renew(i)
    }),
  },
  { weight: 3, arbitrary: step(instance, (world, i) => world.renew(i)) },
  { weight: 3, arbitrary: step(instance, (world, i) => world.hear(i)) },
  { weight: 2, arbitrary: step(instance, (world, i) => world.acknowledge(i)) },
  { weight: 3, arbitrary: step(user, (world, u) => world.create(u)) },
  {
    weight: 2,
    arbitrary: step(fc.tuple(user, rate), (world, [u, speed]) => world.revoke(u, speed)),
  },
  { weight: 5, arbitrary: step(fc.nat(5), (world, k) => world.settle(k)) },
  {
    weight: 3,
    arbitrary: step(both, (world, [i, u]) => {
      for (let phase = 0; phase < 3; phase += 1) world.lookUp(i, u)
    }),
  },
  { weight: 4, arbitrary: step(both, (world, [i, u]) => world.lookUp(i, u)) },
  { weight: 6, arbitrary: step(both, (world, [i, u]) => world.ask(i, u)) },
  { weight: 1, arbitrary: step(instance, (world, i) => world.cut(i)) },
  { weight: 1, arbitrary: step(instance, (world, i) => world.connect(i)) },
  // A connection that is closed while it requests a lease, and another one that receives a lease.
  {
    weight: 1,
    arbitrary: step(instance, (world, i) => {
      for (const steps of [1, 3]) {
        world.connect(i)
        for (let phase = 0; phase < steps; phase += 1) world.renew(i)
      }
    }),
  },
  { weight: 3, arbitrary: step(fc.nat(5), (world, k) => world.arriveLate(k)) },
)

test('whatever is late, lost or paused: no yes from memory after the revocation was answered', () => {
  let yeses = 0
  const rates = fc.array(rate, { minLength: instances, maxLength: instances })
  const steps = fc.array(anything, { minLength: 40, maxLength: 400, size: 'max' })
  fc.assert(
    fc.property(rates, steps, (speeds, play) => {
      const world = new LeaseWorld(speeds)
      for (let i = 0; i < instances; i += 1) world.connect(i)
      for (const each of play) each(world)
      yeses += world.yeses
    }),
    { numRuns: 3_000 },
  )
  expect(yeses).toBeGreaterThan(1_000)
})

test('a lease lasts from before it was asked for, by both clocks', () => {
  const state = new LeaseState()
  expect(state.version(at(0))).toBeNull()
  state.take(at(1_000, 50_000), 7)
  expect(state.version(at(1_000 + leaseMs - 1, 50_000 + leaseMs - 1))).not.toBeNull()
  expect(state.version(at(1_000 + leaseMs, 50_000))).toBeNull()
  // The machine was suspended: its monotonic clock stood still.
  expect(state.version(at(1_001, 50_000 + leaseMs))).toBeNull()
  // The wall clock was set back: the monotonic clock continues.
  expect(state.version(at(1_001, 0))).not.toBeNull()
  state.end()
  expect(state.version(at(1_001, 50_001))).toBeNull()
})

test('a renewal counts only once everything that it told of has been heard', () => {
  const state = new LeaseState()
  state.take(at(0), 7)
  state.renew(at(2_000), 9)
  expect(state.isBehind).toBe(true)
  expect(state.version(at(leaseMs))).toBeNull()
  state.revoke(8, 'ada')
  expect(state.version(at(leaseMs))).toBeNull()
  state.revoke(9, 'ada')
  expect(state.isBehind).toBe(false)
  expect(state.version(at(leaseMs))).not.toBeNull()
})

test('what is heard while a lease is asked for counts after it, though it comes before the answer', () => {
  const state = new LeaseState()
  state.begin()
  state.revoke(7, 'ada')
  state.revoke(8, 'ada')
  expect(state.applied).toBeNull()
  state.take(at(0), 7)
  expect(state.applied).toBe(8)
  state.renew(at(2_000), 8)
  expect(state.isBehind).toBe(false)
})

test('a revocation is of its user alone; a gap, and one of nobody in particular, of everybody', () => {
  const state = new LeaseState()
  state.take(at(0), 7)
  const then = state.version(at(1)) ?? Number.NaN
  state.revoke(8, 'ada')
  expect([state.holds('ada', then), state.holds('bob', then)]).toEqual([false, true])
  // Results in transit are invalidated too; later look-ups are valid.
  expect(state.holds('ada', state.version(at(1)) ?? Number.NaN)).toBe(true)
  state.revoke(10, 'eve')
  expect(state.holds('bob', then)).toBe(false)
  const later = state.version(at(1)) ?? Number.NaN
  state.revoke(11, null)
  expect(state.holds('bob', later)).toBe(false)
})

test('users with a revocation do not grow memory: beyond ten thousand, everything is forgotten', () => {
  const state = new LeaseState()
  state.take(at(0), 0)
  const then = state.version(at(1)) ?? Number.NaN
  for (let sequence = 1; sequence <= 10_000; sequence += 1)
    state.revoke(sequence, `user ${sequence}`)
  expect(state.holds('bob', then)).toBe(true)
  state.revoke(10_001, 'one more')
  expect(state.holds('bob', then)).toBe(false)
})
