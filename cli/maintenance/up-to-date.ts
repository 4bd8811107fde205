import { Refusal } from '@/cli/maintenance/refusal'
import { SettingsError } from '@/lib/config/settings'

/**
 * Brings a database to the newest migration.
 * @param bring does so
 * @param name the database in words
 * @throws with one line, whatever the engine has to say
 */
export async function bringUpToDate(bring: () => Promise<void>, name: string): Promise<void> {
  try {
    await bring()
  } catch (error) {
    if (error instanceof SettingsError) throw new Refusal(`${name}: ${error.message}`)
    const [reason] = error instanceof Error ? error.message.split('\n') : []
    throw new Refusal(`${name} cannot be brought up to date: ${reason || 'unknown error'}`)
  }
}
