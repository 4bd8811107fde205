import { existsSync } from 'node:fs'
import { requireRootsWay } from '@/cli/maintenance/act-as-owner'
import { type Given, readFile, requireFree, requireSqlite } from '@/cli/maintenance/arguments'
import { publish, withDraft } from '@/cli/maintenance/draft'
import { progressOn } from '@/cli/maintenance/progress'
import { Refusal } from '@/cli/maintenance/refusal'
import { companions, copyDatabase } from '@/cli/maintenance/sqlite-copy'
import { grouped, nextPlace, rowLines, secretPlace, sumOf } from '@/cli/maintenance/words'
import { keyring } from '@/lib/config/keyring'
import { hasMasterSecret } from '@/lib/config/master-key'
import { type Env, env } from '@/lib/config/settings'

/**
 * npm run backup copies the database, whether or not a server runs.
 * @returns the lines to print
 * @throws Refusal
 */
export async function backup(given: Given): Promise<string[]> {
  const file = readFile(given, 'backup')
  const path = requireSqlite(env(), 'pg_dump or pg_basebackup')
  requireRootsWay(file)
  // SQLite would take the journal of another database for the backup's own.
  for (const part of ['', ...companions]) requireFree(file + part)
  if (!existsSync(path)) throw new Refusal(`there is no database ${path}`)
  // The file appears under its name complete and checked by copyDatabase, or not at all.
  return withDraft(file, 'unfinished', async (draft) => {
    const { fingerprints, rows } = await copyDatabase(path, draft, progressOn(process.stderr))
    publish(draft, file)
    return [
      `Backed up ${grouped(sumOf(rows))} rows to ${file}:`,
      ...rowLines(rows),
      'Checked: it is whole, and holds what the database held when the backup began.',
      '',
      ...secretWords(env(), fingerprints),
    ]
  })
}

function secretWords(settings: Env, fingerprints: string[]): string[] {
  const place = secretPlace(settings)
  const isRight = hasMasterSecret(settings) && fingerprints.every((one) => keyring().get(one))
  if (isRight && fingerprints.length > 1)
    return [
      `The secret is being rotated: this backup needs both, the previous one and the new one (${place}, and ${nextPlace(settings)}). Make another when that is done.`,
    ]
  if (isRight)
    return [
      `The secret (${place}) is not in it, and without that secret it opens nothing: keep a copy of it, in another place.`,
    ]
  return [
    `WARNING: ${place} is not the secret that this database was made with. Without that one, the backup opens nothing.`,
  ]
}
