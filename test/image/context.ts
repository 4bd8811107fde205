import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { run } from '@/test/image/engine'

/* The folder that the image is built from: the project as it is, with files that must stay out. */

/** Files with secrets and data of a developer, and of the places where tools leave them. */
export const secretFiles = [
  '.env',
  '.env.local',
  '.env.production',
  '.env.production.local',
  'deploy/.env',
  'lib/config/.env.local',
  'jeton.db',
  'data/jeton.db',
  'data/secret',
  'elsewhere/secret',
  'elsewhere/jeton.db-wal',
  'elsewhere/jeton.db-shm',
  'prisma/copy.db',
  'lib/copy.db-wal',
  'backups/jeton.db.gz',
  '.setup.lock',
  'scripts/.setup.lock.1',
  'server/data/secret',
  'public/.env',
  'elsewhere/jeton.sock.lock',
  'jeton.service.env',
]

/** The contents of the planted files. */
export const planted = 'planted-by-the-test-of-the-image'

/** @param folder the folder to make */
export async function makeContext(folder: string): Promise<void> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']
  const files = (await run('git', args)).split('\0').filter(existsSync)
  for (const file of files) put(file, join(folder, file))
  for (const file of secretFiles) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `${planted}\n`)
  }
}

function put(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to)
}
