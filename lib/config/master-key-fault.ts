import { existsSync } from 'node:fs'
import { hasMasterSecret, nextSecretFile, secretFile } from '@/lib/config/master-key'
import { type Env, typedCommand } from '@/lib/config/settings'

type Settings = Pick<Env, 'secret' | 'previousSecret' | 'dataDir'>

/**
 * Explains why the master keys of this process do not fit the data.
 * @param inUse fingerprints of the master keys that the data was made with, the older first: two
 * during a rotation
 * @param isHere whether this process has the master key with a fingerprint
 * @returns one line that says what to do, or null when the master keys fit
 */
export function secretFault(
  settings: Settings,
  inUse: string[],
  isHere: (fingerprint: string) => boolean,
): string | null {
  if (!hasMasterSecret(settings))
    return `the secret that the data was made with is missing: put ${secretFile(settings.dataDir)} back, or set JETON_SECRET`
  const [older, newer] = inUse.map(isHere)
  if (older !== false && newer !== false) return null
  if (newer === undefined) return wrongSecret(settings)
  const half = older ? 'newer' : newer ? 'older' : 'both'
  return settings.secret === undefined
    ? rotatingFile(settings, half)
    : rotatingSetting(settings, half)
}

function wrongSecret({ secret, dataDir }: Settings): string {
  if (secret === undefined)
    return `${secretFile(dataDir)} is not the secret that the data was made with: put the right one back`
  return 'JETON_SECRET is not the secret that the data was made with: put the right one back, or set JETON_SECRET_PREVIOUS to it and rotate'
}

const rotating = 'a rotation of the secret is under way'

/** Which of the two master keys is missing. */
type Half = 'older' | 'newer' | 'both'

function rotatingFile({ dataDir }: Settings, half: Half): string {
  const [older, newer] = [secretFile(dataDir), nextSecretFile(dataDir)]
  if (half === 'both')
    return `${rotating}, and ${older} and ${newer} are not its secrets: put the right ones back`
  const file = half === 'older' ? older : newer
  const fault = existsSync(file) ? 'does not hold its secret' : 'is missing'
  return `${rotating}, and ${file} ${fault}: put the right one back`
}

function rotatingSetting({ previousSecret }: Settings, half: Half): string {
  if (half === 'older' && previousSecret === undefined)
    return `${rotating}: set JETON_SECRET_PREVIOUS to the previous secret, until ${typedCommand('rotate-secret')} is done`
  if (half === 'older')
    return `${rotating}, and JETON_SECRET_PREVIOUS is not the previous secret: put the right one back`
  if (half === 'newer')
    return `${rotating}, and JETON_SECRET is not the new secret: set it to that one, and JETON_SECRET_PREVIOUS to the previous one`
  return `${rotating}, and JETON_SECRET and JETON_SECRET_PREVIOUS are not its secrets: put the right ones back`
}
