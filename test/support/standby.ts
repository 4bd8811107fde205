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
  /** Ends it; its primary, which has to run, waits for it no more. */
  remove: () => Promise<void>
}

/**
 * A synchronous standby: from now on the primary acknowledges nothing that the standby has not applied.
 * @param flags the primary's own
 */
export async function startStandby(primary: Postgres, flags: string[]): Promise<Standby> {
  const standby = await serverIn(await copyOf(primary), flags)
  // Not waited for: it counts as started once it takes writes.
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

/** The files of a running server, as its own backup calls allow them to be copied. */
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
