import { existsSync, linkSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Env, env } from '@/lib/env'
import { keyring } from '@/lib/keyring'
import { readFile, requireSqlite } from '@/lib/maintenance/arguments'
import { progressOn } from '@/lib/maintenance/progress'
import { Refusal } from '@/lib/maintenance/refusal'
import { copyDatabase, removeDatabase, syncFolderOf } from '@/lib/maintenance/sqlite-copy'
import { grouped, nextPlace, rowLines, secretPlace, sumOf } from '@/lib/maintenance/words'
import { hasMasterSecret } from '@/lib/master-secret'

/** npm run backup: a copy of the database, whether a server runs or not. @returns what to print */
export async function backup(args: string[]): Promise<string[]> {
  const file = readFile(args, 'backup')
  const path = requireSqlite(env(), 'pg_dump or pg_basebackup')
  if (existsSync(file)) throw new Refusal(`${file} is there already: give another name`, 2)
  if (!existsSync(dirname(file))) throw new Refusal(`there is no folder ${dirname(file)}`, 2)
  if (!existsSync(path)) throw new Refusal(`there is no database ${path}`)
  // Under its own name it appears whole and checked, or not at all.
  const draft = `${file}.unfinished-${process.pid}`
  try {
    const { fingerprints, rows } = await copyDatabase(path, draft, progressOn(process.stderr))
    linkSync(draft, file)
    syncFolderOf(file)
    return [
      `Backed up ${grouped(sumOf(rows))} rows to ${file}:`,
      ...rowLines(rows),
      'Checked: it is whole, and holds what the database held when the backup began.',
      '',
      ...secretWords(env(), fingerprints),
    ]
  } finally {
    removeDatabase(draft)
  }
}

function secretWords(settings: Env, fingerprints: string[]): string[] {
  const place = secretPlace(settings)
  const isRight = hasMasterSecret(settings) && fingerprints.every((one) => keyring().get(one))
  if (isRight && fingerprints.length > 1)
    return [
      `The secret is being rotated: this backup needs both, the one before and the new one (${place}, and ${nextPlace(settings)}). Make another when that is done.`,
    ]
  if (isRight)
    return [
      `The secret (${place}) is not in it, and without that secret it opens nothing: keep a copy of it, in another place.`,
    ]
  return [
    `WARNING: ${place} is not the secret that this database was made with. Without that one, the backup opens nothing.`,
  ]
}
