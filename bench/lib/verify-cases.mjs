/*
 * The cases of bench:verify. The `sides` are measured in turns, round after round; `compare` names
 * the pairs to compare. `aim` is the ratio to reach; `p99Aim` is the highest acceptable multiple of
 * the baseline's p99. A case without an aim is informational.
 */

/** The size of each database, and the number of its tokens that requests use. */
export const dataSets = {
  main: { users: 100_000, tokens: 100_000 },
  small: { users: 1_000, tokens: 1_000 },
  large: { users: 1_000_000, tokens: 1_000 },
  /** Every user is in every group, and every service is for one of them. */
  services: { users: 100_000, tokens: 100_000, groups: 20, services: 100 },
  /** For bench:api: many users who can create a token. */
  api: { users: 1_000, tokens: 1_000, unknown: 1, sessions: 5_000 },
}

const jeton = { data: 'main', settings: {} }
const grouped = { data: 'services', settings: {} }
const twoWorkers = { ...jeton, settings: { WEB_CONCURRENCY: '2' } }
const path = '/api/v1/verify'

export const oneToken = ({ token }) => ({ path, header: 'xc-token', value: token })
export const randomTokens = ({ tokensFile }) => ({
  path,
  header: 'xc-token',
  file: tokensFile,
  order: 'random',
})
const oneService = '/api/v1/services/service-42/verify'
const atService = (traffic) => (data) => ({ ...traffic(data), path: oneService })
const eachUnknown = ({ unknownFile }) => ({
  path,
  header: 'xc-token',
  file: unknownFile,
  order: 'each',
})
const authToken = ({ authTokens }) => ({ path, header: 'xc-auth', value: authTokens[0] })
const malformed = () => ({ path, header: 'xc-token', value: 'jtn_this-is-not-a-token' })

/**
 * With this spelling, the request goes to Next's router, which removes the dot, and not to the
 * verifier.
 */
const throughNext = (data) => ({ ...oneToken(data), path: `/.${path}` })

/**
 * `warmUpSeconds` is longer where caches take longer to fill or more code runs for the first time.
 * `startedAnew` starts new processes for every round, because two processes of the same program
 * differ. A side may have a `traffic` of its own, and `receivers` of the revocation stream.
 */
const common = {
  status: 200,
  warmUpSeconds: 3,
  writing: false,
  startedAnew: false,
  sides: { bare: {}, jeton },
}

/** The comparison of most cases. */
function against(title, aims = {}) {
  return [{ title, of: 'jeton', to: 'bare', ...aims }]
}

export const cases = [
  {
    name: 'hot',
    traffic: oneToken,
    compare: against('one API token', { aim: 0.8, p99Aim: 2 }),
  },
  {
    name: 'random',
    traffic: randomTokens,
    warmUpSeconds: 8,
    startedAnew: true,
    compare: against('100,000 API tokens at random', { aim: 0.7 }),
  },
  {
    name: 'auth',
    traffic: authToken,
    compare: against('one auth token', { aim: 0.8 }),
  },
  {
    name: 'service',
    traffic: oneToken,
    sides: {
      bare: {},
      plain: grouped,
      service: { ...grouped, traffic: atService(oneToken) },
    },
    compare: [
      { title: 'one API token of a user in 20 groups', of: 'plain', to: 'bare' },
      { title: 'the same, at one of 100 services', of: 'service', to: 'bare' },
      { title: 'at the service against plain verify', of: 'service', to: 'plain', aim: 0.95 },
    ],
  },
  {
    name: 'service-random',
    traffic: randomTokens,
    warmUpSeconds: 8,
    startedAnew: true,
    sides: {
      bare: {},
      plain: grouped,
      service: { ...grouped, traffic: atService(randomTokens) },
    },
    compare: [
      { title: '100,000 at random, of users in 20 groups', of: 'plain', to: 'bare' },
      { title: 'the same, at one of 100 services', of: 'service', to: 'bare' },
      { title: 'at the service against plain verify', of: 'service', to: 'plain', aim: 0.95 },
    ],
  },
  {
    name: 'receivers',
    traffic: oneToken,
    sides: {
      bare: {},
      none: jeton,
      receivers: { ...jeton, receivers: 100 },
      many: { ...jeton, receivers: 1_000 },
    },
    compare: [
      {
        title: '100 receivers of revocations against none',
        of: 'receivers',
        to: 'none',
        aim: 0.97,
      },
      { title: '1,000 receivers against none', of: 'many', to: 'none' },
    ],
  },
  {
    name: 'malformed',
    traffic: malformed,
    status: 401,
    compare: against('not a token', { aim: 0.8 }),
  },
  {
    name: 'unknown',
    traffic: eachUnknown,
    status: 401,
    compare: against('tokens that nobody has, each once', { aim: 0.5 }),
  },
  {
    name: 'million',
    traffic: randomTokens,
    startedAnew: true,
    sides: { bare: {}, small: { ...jeton, data: 'small' }, large: { ...jeton, data: 'large' } },
    compare: [
      { title: '1,000 tokens, of 1,000 users', of: 'small', to: 'bare' },
      { title: '1,000 tokens, of 1,000,000 users', of: 'large', to: 'bare' },
      { title: '1,000,000 users against 1,000', of: 'large', to: 'small', aim: 0.9 },
    ],
  },
  {
    name: 'writes',
    traffic: oneToken,
    writing: true,
    warmUpSeconds: 12,
    sides: { bare: {}, beside: { writesTo: 'jeton' }, jeton },
    compare: [
      ...against('one API token, during writes', { aim: 0.6 }),
      { title: 'bare, while a Jeton beside it is written to', of: 'beside', to: 'bare' },
      { title: 'one API token, during writes, against that', of: 'jeton', to: 'beside' },
    ],
  },
  {
    name: 'writes-random',
    traffic: randomTokens,
    writing: true,
    warmUpSeconds: 12,
    compare: against('100,000 at random, during writes'),
  },
  {
    name: 'one-connection',
    traffic: oneToken,
    connections: 1,
    compare: against('one API token, one connection'),
  },
  {
    name: 'workers',
    traffic: oneToken,
    sides: { bare: {}, jeton: twoWorkers },
    compare: against('WEB_CONCURRENCY=2'),
  },
  {
    name: 'workers-writes',
    traffic: oneToken,
    writing: true,
    warmUpSeconds: 12,
    sides: { bare: {}, jeton: twoWorkers },
    compare: against('WEB_CONCURRENCY=2, during writes'),
  },
  {
    name: 'next',
    traffic: throughNext,
    // With more connections, Next delays some of them for seconds.
    connections: 16,
    compare: against('one API token, by way of Next, 16 connections'),
  },
  {
    name: 'together',
    traffic: oneToken,
    sides: { bare: {}, together: { together: true }, jeton },
    compare: [
      { title: 'bare, answering together', of: 'together', to: 'bare' },
      { title: 'Jeton against bare, answering together', of: 'jeton', to: 'together' },
    ],
  },
].map((each) => ({ ...common, ...each }))
