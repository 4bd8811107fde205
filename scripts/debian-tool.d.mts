/* Types for the tests, which are TypeScript. */

export type ToolName =
  | 'caddy'
  | 'glewlwyd'
  | 'haproxy'
  | 'nginx'
  | 'openssl'
  | 'pgbouncer'
  | 'python3'
  | 'sqlite3'
  | 'wrk'

export interface Tool {
  /** The path of the executable. */
  path: string
  /** Environment variables that it needs in addition to the caller's. */
  env: Record<string, string>
}

/**
 * Finds a program, or downloads Debian's.
 * @throws SetupError when none is found and none can be downloaded
 */
export declare function requireTool(name: ToolName): Tool

/**
 * Finds Apache with its module auth_openidc, or downloads Debian's.
 * @throws SetupError when none is found and none can be downloaded
 */
export declare function requireApache(): Tool & { modules: string }

/**
 * Finds PyJWT and its cryptography package, or downloads Debian's.
 * @returns the environment variables that make them importable
 * @throws SetupError when none is found and none can be downloaded
 */
export declare function requirePyJwt(python: Tool): Record<string, string>
