import { createHash, createHmac } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { type Env, env } from '@/lib/config/settings'

/** Enough that two differ, and of no use to anybody. */
const length = 16

/**
 * Says where this process has its secrets from, without saying what they are: two processes with the same word have the same secrets, and
 * learn of the same new one. A rotation goes on only where everybody has the same.
 */
export function secretSource(
  { secret, previousSecret, dataDir }: Pick<Env, 'secret' | 'previousSecret' | 'dataDir'> = env(),
): string {
  if (secret === undefined) return `file-${folderId(dataDir)}`
  const bytes = (text: string) => Buffer.from(text, 'base64')
  const digest = createHmac('sha256', bytes(secret))
    .update(bytes(previousSecret ?? ''))
    .digest('hex')
  return `${previousSecret === undefined ? 'one' : 'two'}-${digest.slice(0, length)}`
}

/** The folder itself: one on another machine, or a copy, is another. */
function folderId(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!stats) return 'none'
  const { dev, ino, birthtimeNs } = stats
  return createHash('sha256')
    .update([hostname(), realpathSync(path), dev, ino, birthtimeNs].join('\n'))
    .digest('hex')
    .slice(0, length)
}
