import { Refusal } from '@/cli/maintenance/refusal'
import type { Store } from '@/cli/maintenance/store'
import { typedCommand } from '@/lib/config/settings'

/**
 * @throws Refusal where this is not the installation of these keys, or not in the state of this
 * version
 */
export async function requireSource(from: Store, fingerprint: string): Promise<void> {
  const [found, next] = await from.fingerprints()
  if (found === undefined) throw new Refusal(`there is no installation in ${from.name}`)
  if (next !== undefined)
    throw new Refusal(
      `the secret of ${from.name} is being rotated: run ${typedCommand('rotate-secret')} until it is done`,
    )
  if (found !== fingerprint)
    throw new Refusal(`the secret is not the one that ${from.name} was made with`)
  if (!(await from.isMigrated()))
    throw new Refusal(
      `${from.name} was made by another version of Jeton: start this version on it once`,
    )
}

/**
 * Migrates the target to the newest version, unless it already holds an installation.
 * @throws Refusal where it holds other data or another installation, which stays unchanged
 */
export async function prepareTarget(to: Store, fingerprint: string): Promise<void> {
  const found = await to.fingerprints()
  if (found.length === 0) {
    if (!(await to.isEmpty()) && !(await to.isMigrated()))
      throw new Refusal(`${to.name} holds something else: give an empty database`)
    await to.migrate()
    return
  }
  if (found.some((other) => other !== fingerprint))
    throw new Refusal(
      `${to.name} holds another installation, made with another secret: give an empty database`,
    )
  if (!(await to.isMigrated()))
    throw new Refusal(`${to.name} was made by another version of Jeton: give an empty database`)
}
