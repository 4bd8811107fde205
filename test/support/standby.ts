import { execFile } from 'node:child_process'
import { appendFileSync, chownSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { vi } from 'vitest'
import { type Postgres, serverIn } from '@/scripts/postgres.mjs'

const run = promisify(execFile)

export interface Standby {
  port: number
  promote: () => Promise<void>
  /** Removes the standby; its primary, which must be running, no longer waits for it. */
  remove: () => Promise<void>
}

/**
 * Starts a synchronous standby: from now on the primary acknowledges nothing that the standby has
 * not applied.
 * @param flags the primary's own flags
 */
export async function startStandby(primary: Postgres, flags: string[]): Promise<Standby> {
  const standby = await serverIn(await copyOf(primary), flags)
  // Not awaited: the start resolves only once the server accepts writes.
  const promoted = standby.start()
  await primary.query("ALTER SYSTEM SET synchronous_standby_names = '*'")
  await primary.query("ALTER SYSTEM SET synchronous_commit = 'remote_apply'")
  await primary.query('SELECT pg_reload_conf()')
  await vi.waitUntil(async () => {
    const [row] = await primary.query('SELECT sync_state FROM pg_stat_replication')
    return row?.sync_state === 'sync'
  }, 10_000)
  return {
    port: standby.port,
    async promote() {
      await standby.query('ALTER SYSTEM RESET ALL')
      await standby.query('SELECT pg_promote()')
      await promoted
    },
    async remove() {
      await primary.query('ALTER SYSTEM RESET ALL')
      await primary.query('SELECT pg_reload_conf()')
      await standby.remove()
    },
  }
}

/**
 * Copies the files of a running server, between PostgreSQL's calls for a backup.
 * @returns the folder of the copy
 */
async function copyOf(primary: Postgres): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-standby-'))
  rmSync(folder, { recursive: true })
  const client = new pg.Client(primary.url())
  await client.connect()
  await client.query("SELECT pg_backup_start('standby', true)")
  await run('cp', ['-a', primary.databaseDir, folder])
  const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop()')
  await client.end()
  rmSync(join(folder, 'postmaster.pid'))
  const { uid, gid } = statSync(folder)
  for (const [name, text] of [
    ['backup_label', rows[0].labelfile],
    ['standby.signal', ''],
  ]) {
    writeFileSync(join(folder, name), text)
    chownSync(join(folder, name), uid, gid)
  }
  appendFileSync(
    join(folder, 'postgresql.auto.conf'),
    `primary_conninfo = '${conninfo(primary)}'\n`,
  )
  return folder
}

function conninfo({ url }: Postgres): string {
  const { hostname, port, username, password } = new URL(url())
  return `host=${hostname} port=${port} user=${username} password=${password}`
}
