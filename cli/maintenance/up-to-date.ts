import { Refusal } from '@/cli/maintenance/refusal'
import { SettingsError } from '@/lib/config/settings-error'

/**
 * Migrates a database to the newest version.
 * @param bring applies the migrations
 * @param name identifies the database in messages
 * @throws Refusal with one line, whatever the engine reports
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
