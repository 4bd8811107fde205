import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/*
 * NocoDB's published client, unchanged. It is not among the project's own packages, because its
 * install script refuses npm: it is installed separately, once, without scripts, from its own lock
 * file, and is then available offline.
 */

const source = 'test/nocodb'
const cache = 'node_modules/.cache/jeton'

/** The methods that the tests call. The client's own types depend on those of a browser. */
export interface Nocodb {
  auth: {
    signup: (body: object, options?: object) => Promise<{ token: string }>
    signin: (body: object, options?: object) => Promise<{ token: string }>
    me: (query?: object, options?: object) => Promise<Record<string, unknown>>
    signout: (options?: object) => Promise<{ msg: string }>
    tokenRefresh: (options?: object) => Promise<{ token: string }>
    passwordForgot: (body: object, options?: object) => Promise<{ msg: string }>
    passwordResetTokenValidate: (token: string, options?: object) => Promise<{ msg: string }>
    passwordReset: (token: string, body: object, options?: object) => Promise<{ msg: string }>
    passwordChange: (body: object, options?: object) => Promise<{ msg: string }>
  }
  orgTokens: {
    list: (
      options?: object,
    ) => Promise<{ list: Record<string, unknown>[]; pageInfo: Record<string, unknown> }>
    create: (body: object, options?: object) => Promise<Record<string, string>>
    delete: (id: string, options?: object) => Promise<unknown>
  }
  orgUsers: {
    list: (
      query?: object,
    ) => Promise<{ list: Record<string, unknown>[]; pageInfo: Record<string, unknown> }>
    add: (body: object) => Promise<Record<string, string>>
    update: (id: string, body: object) => Promise<{ msg: string }>
    delete: (id: string) => Promise<{ msg: string }>
    resendInvite: (id: string) => Promise<{ msg: string }>
    generatePasswordResetToken: (id: string) => Promise<Record<string, string>>
  }
  /** The axios instance. */
  instance: {
    interceptors: { response: { use: (see: (response: NocodbResponse) => NocodbResponse) => void } }
  }
}

export interface NocodbResponse {
  headers: Record<string, string | string[]>
}

type NocodbClass = new (options: { baseURL: string; headers?: Record<string, string> }) => Nocodb

export function loadNocodb(): NocodbClass {
  const lock = createHash('sha256')
    .update(readFileSync(join(source, 'package-lock.json')))
    .digest('hex')
  const folder = join(cache, `nocodb-${lock.slice(0, 12)}`)
  if (!existsSync(folder)) install(folder)
  return createRequire(join(process.cwd(), folder, 'package.json'))('nocodb-sdk').Api
}

/** Installs the client. The folder appears at once and whole, or not at all. */
function install(folder: string): void {
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'nocodb-'))
  try {
    cpSync(source, work, { recursive: true })
    const args = ['ci', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund']
    const { status, stderr } = spawnSync('npm', args, { cwd: work, encoding: 'utf8' })
    if (status !== 0) throw new Error(`nocodb-sdk could not be installed:\n${stderr}`)
    renameSync(work, folder)
  } catch (error) {
    // Another worker of the tests may have put it there meanwhile.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
