import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { requireTool, type Tool } from '@/scripts/debian-tool.mjs'
import { type Program, startProgram } from '@/test/support/proxy'
import type { RedirectFollower } from '@/test/support/redirects'
import { cleanEnvironment, freePort } from '@/test/support/server'

/*
 * Glewlwyd, an OpenID provider that is written in C and shares no code with npm's `oidc-provider`.
 * Its login page is a script: its API is called instead, as that script does.
 */

export interface Glewlwyd extends Program {
  issuer: string
  /** The settings of a server that trusts this provider. */
  settings: Record<string, string>
  setUser(user: GlewlwydUser): Promise<void>
  /**
   * Signs a user in with the password, and grants what the server asks for.
   * @param asked the provider's address to which the server has sent the browser
   * @returns the address at which the server is to be told
   */
  signIn(browser: RedirectFollower, asked: string, username: string): Promise<string>
}

export interface GlewlwydUser {
  username: string
  email: string
  isVerified: boolean
  groups: string[]
}

const clientId = 'jeton'
const clientSecret = 'a-client-secret'
const password = 'a password of the provider'
const scopes = ['openid', 'email', 'profile']

/** Returns the program, or null where it is neither installed nor to be had from Debian. */
export function findGlewlwyd(): Tool | null {
  try {
    const tool = requireTool('glewlwyd')
    const env = { ...cleanEnvironment({}), ...tool.env }
    return spawnSync(tool.path, ['--version'], { env }).status === 0 ? tool : null
  } catch (error) {
    if (error instanceof Error && error.name === 'SetupError') return null
    throw error
  }
}

/** @param of the address of the server that trusts the provider */
export async function startGlewlwyd(tool: Tool, of: string): Promise<Glewlwyd> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-glewlwyd-'))
  const usr = dirname(dirname(tool.path))
  const database = join(folder, 'glewlwyd.db')
  const schema = join(usr, 'share/dbconfig-common/data/glewlwyd/install/sqlite3')
  new Database(database).exec(readFileSync(schema, 'utf8')).close()
  const port = await freePort()
  const program = await startProgram(tool, ['--env-variables'], port, {
    folder,
    env: environment({ port, database, modules: join(usr, 'lib/glewlwyd') }),
  })
  const issuer = `${program.address}/api/oidc`
  const api = await administer(program.address)
  await api('PUT', '/mod/user/database', userModule)
  await api('PUT', '/mod/user/database/reset')
  for (const name of ['email', 'profile'])
    await api('POST', '/scope/', { name, display_name: name, password_required: false, scheme: {} })
  await api('POST', '/mod/plugin/', { ...oidcPlugin, parameters: parametersOf(issuer) })
  await api('POST', '/client/', client(of))
  return {
    ...program,
    issuer,
    settings: {
      JETON_OIDC_ISSUER: issuer,
      JETON_OIDC_CLIENT_ID: clientId,
      JETON_OIDC_CLIENT_SECRET: clientSecret,
      PORT: new URL(of).port,
    },
    async setUser(user) {
      const body = bodyOf(user)
      const isNew = (await api('GET', `/user/${user.username}`, undefined, [200, 404])) === 404
      if (isNew) await api('POST', '/user/', body)
      else await api('PUT', `/user/${user.username}`, body)
    },
    async signIn(browser, asked, username) {
      const cookie = await signIn(program.address, username, password)
      browser.setCookies(issuer, cookie)
      const grant = { scope: scopes.join(' ') }
      await send(program.address, cookie)('PUT', `/auth/grant/${clientId}`, grant)
      return browser.open(`${asked}&g_continue`, of)
    },
  }
}

const environment = (of: { port: number; database: string; modules: string }) => ({
  GLWD_PORT: `${of.port}`,
  GLWD_BIND_ADDRESS: '127.0.0.1',
  GLWD_EXTERNAL_URL: `http://127.0.0.1:${of.port}`,
  GLWD_API_PREFIX: 'api',
  GLWD_LOGIN_URL: 'login.html',
  GLWD_LOG_MODE: 'console',
  GLWD_LOG_LEVEL: 'WARNING',
  GLWD_HASH_ALGORITHM: 'SHA256',
  GLWD_USER_MODULE_PATH: join(of.modules, 'user'),
  GLWD_CLIENT_MODULE_PATH: join(of.modules, 'client'),
  GLWD_AUTH_SCHEME_MODULE_PATH: join(of.modules, 'scheme'),
  GLWD_PLUGIN_MODULE_PATH: join(of.modules, 'plugin'),
  GLWD_DATABASE_TYPE: 'sqlite3',
  GLWD_DATABASE_SQLITE3_PATH: of.database,
})

type Api = (method: string, path: string, body?: object, expected?: number[]) => Promise<number>

/** The administrator and the password of a new database. */
const administer = async (address: string) =>
  send(address, await signIn(address, 'admin', 'password'))

const send =
  (address: string, cookie: string): Api =>
  async (method, path, body, expected = [200]) => {
    const response = await fetch(`${address}/api${path}`, {
      method,
      headers: { cookie, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (expected.includes(response.status)) return response.status
    throw new Error(`Glewlwyd answers ${method} ${path} with ${response.status}: ${text}`)
  }

/** @returns the cookies of the session */
async function signIn(address: string, username: string, secret: string): Promise<string> {
  const response = await fetch(`${address}/api/auth/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: secret }),
  })
  if (response.status !== 200) throw new Error(`Glewlwyd answers a sign-in with ${response.status}`)
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')
}

const readable = { read: true, write: true }
const userModule = {
  module: 'database',
  name: 'database',
  display_name: 'database',
  parameters: {
    'use-glewlwyd-connection': true,
    'data-format': {
      groups: { multiple: true, ...readable },
      'email-verified': { multiple: false, ...readable },
    },
  },
}

const oidcPlugin = { module: 'oidc', name: 'oidc', display_name: 'oidc' }

function parametersOf(issuer: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    iss: issuer,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: privateKey.export({ type: 'pkcs1', format: 'pem' }),
    cert: publicKey.export({ type: 'spki', format: 'pem' }),
    'access-token-duration': 3_600,
    'refresh-token-duration': 3_600,
    'code-duration': 600,
    'refresh-token-rolling': false,
    'allow-non-oidc': false,
    'auth-type-code-enabled': true,
    'auth-type-token-enabled': false,
    'auth-type-id-token-enabled': true,
    'auth-type-password-enabled': false,
    'auth-type-client-enabled': false,
    'auth-type-refresh-enabled': true,
    'jwks-show': true,
    'pkce-allowed': true,
    'pkce-required': true,
    'name-claim': 'on-demand',
    'name-claim-scope': ['profile'],
    'email-claim': 'on-demand',
    'email-claim-scope': ['email'],
    claims: [
      { name: 'groups', 'user-property': 'groups', 'on-demand': true, scope: ['profile'] },
      {
        name: 'email_verified',
        'user-property': 'email-verified',
        'on-demand': true,
        type: 'boolean',
        'boolean-value-true': 'yes',
        'boolean-value-false': 'no',
        scope: ['email'],
      },
    ],
  }
}

const client = (of: string) => ({
  client_id: clientId,
  name: clientId,
  enabled: true,
  confidential: true,
  password: clientSecret,
  redirect_uri: [`${of}/api/auth/callback/oidc`],
  authorization_type: ['code'],
  token_endpoint_auth_method: ['client_secret_basic'],
})

const bodyOf = ({ username, email, isVerified, groups }: GlewlwydUser) => ({
  username,
  name: username,
  email,
  password,
  enabled: true,
  scope: scopes,
  groups,
  'email-verified': isVerified ? 'yes' : 'no',
})
