import { createHash, createHmac } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { type Env, env } from '@/lib/config/settings'

/**
 * In hexadecimal digits: enough to distinguish two sources, too few to be of use to an attacker.
 */
const length = 16

/**
 * Identifies the source of this process's master keys without revealing them. Two processes with
 * the same identifier have the same master keys and receive the same new one. A rotation continues
 * only while all processes share one source.
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

/** Identifies the folder itself: a folder on another machine, or a copy, has another identifier. */
function folderId(path: string): string {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (!stats) return 'none'
  const { dev, ino, birthtimeNs } = stats
  return createHash('sha256')
    .update([hostname(), realpathSync(path), dev, ino, birthtimeNs].join('\n'))
    .digest('hex')
    .slice(0, length)
}
