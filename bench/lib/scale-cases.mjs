/*
 * The cases on PostgreSQL, in the format of verify-cases.mjs. `p50Aim` is the highest acceptable
 * median in microseconds; `queriesAim` is the limit of queries per verification.
 */
import { oneToken, randomTokens } from './verify-cases.mjs'

/** Every verification needs a look-up; one query serves all that arrive together. */
const coalesced = { data: 'main', settings: { JETON_LEASES: 'off' } }
/** Look-ups are cached while a lease is held. */
const leased = { data: 'main', settings: { JETON_LEASES: 'on' } }

const common = { status: 200, warmUpSeconds: 3, writing: false }

const traffics = {
  hot: { title: 'one token', traffic: oneToken },
  random: {
    title: '100,000 at random',
    traffic: randomTokens,
    warmUpSeconds: 8,
    warmUpConnections: 256,
  },
}

const aims = {
  1: { coalesced: { p50Aim: 1_000 }, leased: { p50Aim: 1_000 } },
  32: { coalesced: { aim: 0.25 }, leased: { aim: 0.7 } },
  256: { coalesced: { aim: 0.45, queriesAim: 0.1 }, leased: { aim: 0.7, queriesAim: 0.1 } },
}

function load(name, connections) {
  const { title, ...traffic } = traffics[name]
  const compare = ['coalesced', 'leased'].map((of) => ({
    title: `${of}, ${title}, ${connections}`,
    of,
    to: 'bare',
    ...aims[connections][of],
  }))
  const sides = { bare: {}, coalesced, leased }
  return { ...common, ...traffic, name: `${name}-${connections}`, connections, sides, compare }
}

/** Compares the larger database with the smaller one, both with requests for 1,000 tokens. */
const million = {
  ...common,
  name: 'million',
  traffic: randomTokens,
  connections: 256,
  sides: {
    small: { ...coalesced, data: 'small' },
    large: { ...coalesced, data: 'large' },
    smallLeased: { ...leased, data: 'small' },
    largeLeased: { ...leased, data: 'large' },
    bare: {},
  },
  compare: [
    { title: 'coalesced, 1,000,000 to 1,000', of: 'large', to: 'small', aim: 0.9 },
    { title: 'leased, 1,000,000 to 1,000', of: 'largeLeased', to: 'smallLeased', aim: 0.9 },
  ],
}

const instances = {
  ...common,
  ...traffics.random,
  name: 'instances',
  connections: 256,
  sides: Object.fromEntries([
    ['bare', {}],
    ...[1, 2, 3].map((count) => [`coalesced${count}`, { ...coalesced, instances: count }]),
    ...[1, 2, 3].map((count) => [`leased${count}`, { ...leased, instances: count }]),
  ]),
  compare: ['coalesced', 'leased'].flatMap((of) =>
    [1, 2, 3].map((count) => ({
      title: `${of}, ${count} instance${count > 1 ? 's' : ''}`,
      of: of + count,
      to: 'bare',
    })),
  ),
}

export const cases = [
  ...[1, 32, 256].flatMap((connections) => [load('hot', connections), load('random', connections)]),
  million,
  instances,
]
