/*
 * The cases of bench:api, in the format of verify-cases.mjs. The baseline is a Next app with one
 * route handler that returns the same response.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { signInAsBrowser } from './installation.mjs'

const user = { email: 'user-00000000@example.com', password: 'correct horse battery staple' }
const createdName = 'made by the benchmark'
const me = '/api/v1/auth/user/me'
const tokens = '/api/v1/tokens'

const asMe = (header, value) => ({ path: me, header, value })
const post = (path, body) => ({ path, method: 'POST', body: JSON.stringify(body), order: 'each' })

/** Ensures that the user whose tokens are listed has one. */
async function list({ authTokens }, address) {
  const headers = { 'xc-auth': authTokens[0], 'content-type': 'application/json' }
  await fetch(address + tokens, { method: 'POST', headers, body: '{"name":"listed"}' })
  return { path: tokens, header: 'xc-auth', value: authTokens[0] }
}

const create = ({ authTokens, authTokensFile }) => ({
  ...post(tokens, { name: createdName }),
  header: 'xc-auth',
  file: authTokensFile,
  sample: authTokens[1],
})

/** Signing in takes no credential, so the header has no meaning here. */
const signIn = ({ authTokensFile }) => ({
  ...post('/api/v1/auth/user/signin', user),
  header: 'x-benchmark',
  file: authTokensFile,
  sample: 'x',
})

/** Deletes the tokens that the previous round created. */
function deleteCreated({ dataDir }) {
  const database = new Database(join(dataDir, 'jeton.db'))
  database.prepare('DELETE FROM ApiToken WHERE name IN (?, ?)').run(createdName, 'listed')
  database.close()
}

const cookie = async (_, address) => asMe('cookie', await signInAsBrowser(address, user))

const settings = { JETON_RATE_LIMIT: 'off' }
const common = {
  status: 200,
  warmUpSeconds: 5,
  connections: 32,
  writing: false,
  sides: { bare: { next: true }, jeton: { data: 'api', settings } },
}

const against = (title, aims = {}) => [{ title, of: 'jeton', to: 'bare', ...aims }]

export const apiCases = [
  {
    name: 'me-token',
    traffic: ({ token }) => asMe('xc-token', token),
    compare: against('me, xc-token', { aim: 0.6 }),
  },
  {
    name: 'me-auth',
    traffic: ({ authTokens }) => asMe('xc-auth', authTokens[0]),
    compare: against('me, xc-auth', { aim: 0.6 }),
  },
  {
    name: 'me-bearer',
    traffic: ({ token }) => asMe('authorization', `Bearer ${token}`),
    compare: against('me, Bearer', { aim: 0.6 }),
  },
  { name: 'me-cookie', traffic: cookie, compare: against('me, cookie', { aim: 0.6 }) },
  { name: 'list', traffic: list, compare: against('list of tokens, xc-auth', { aim: 0.6 }) },
  {
    name: 'create',
    traffic: create,
    reset: deleteCreated,
    compare: against('create a token, xc-auth'),
  },
  { name: 'sign-in', traffic: signIn, connections: 8, compare: against('sign in (argon2id)') },
  {
    name: 'health',
    traffic: () => ({ path: '/api/health', header: 'x-benchmark', value: 'x' }),
    compare: against('health: what stands around every handler'),
  },
].map((each) => ({ ...common, ...each }))
