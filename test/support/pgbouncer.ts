import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireTool } from '@/scripts/debian-tool.mjs'
import { type Program, startProgram } from '@/test/support/proxy'
import { freePort } from '@/test/support/server'

/** The user nobody: PgBouncer refuses to run as root. */
const unprivileged = 65_534

/**
 * Starts PgBouncer as its package configures it, except for the listen address and the pool mode.
 * @param serverUrl the URL of any database of the PostgreSQL behind it
 * @returns the program, and a function that returns the URL of a database through PgBouncer
 */
export async function startPgBouncer(
  serverUrl: string,
  poolMode: 'session' | 'transaction',
): Promise<Program & { url: (database: string) => string }> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-pgbouncer-'))
  const port = await freePort()
  const { username, password, port: to } = new URL(serverUrl)
  writeFileSync(join(folder, 'userlist.txt'), `"${username}" "${password}"\n`)
  writeFileSync(join(folder, 'pgbouncer.ini'), configuration(folder, { port, to, poolMode }))
  chmodSync(folder, 0o755)
  const owner = process.getuid?.() === 0 ? { uid: unprivileged, gid: unprivileged } : {}
  const program = await startProgram(
    requireTool('pgbouncer'),
    [join(folder, 'pgbouncer.ini')],
    port,
    {
      folder,
      ...owner,
    },
  )
  return { ...program, url: (database) => through(database, port) }
}

const through = (database: string, port: number) =>
  Object.assign(new URL(database), { port: `${port}` }).href

function configuration(
  folder: string,
  { port, to, poolMode }: { port: number; to: string; poolMode: string },
): string {
  return `
[databases]
* = host=127.0.0.1 port=${to}
[pgbouncer]
listen_addr = localhost
listen_port = ${port}
unix_socket_dir =
auth_type = md5
auth_file = ${join(folder, 'userlist.txt')}
pool_mode = ${poolMode}
`
}
