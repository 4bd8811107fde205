/* For the tests, which are TypeScript. */

export type ToolName = 'caddy' | 'nginx' | 'pgbouncer' | 'python3' | 'sqlite3' | 'wrk'

export interface Tool {
  /** The program's path. */
  path: string
  /** The variables that it needs beside your own. */
  env: Record<string, string>
}

/** Finds a program, or fetches Debian's. @throws SetupError when there is none and none can be had */
export declare function requireTool(name: ToolName): Tool

/**
 * Finds PyJWT and what it checks signatures by, or fetches Debian's. @returns the variables with which that Python has them
 * @throws SetupError when there is none and none can be had
 */
export declare function requirePyJwt(python: Tool): Record<string, string>
