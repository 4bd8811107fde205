import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asksForDemo, moveData } from '@/lib/config/settings'
import { SettingsError } from '@/lib/config/settings-error'

/**
 * Gives a demo a new data folder, which is removed when this process exits. So a demo never opens
 * the data folder of an installation, whatever JETON_DATA_DIR says, and two demos share nothing.
 * @throws SettingsError where there is no folder for temporary files
 */
export function openDemoFolder(): void {
  if (!asksForDemo()) return
  const folder = makeFolder(join(tmpdir(), 'jeton-demo-'))
  moveData(folder)
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
}

function makeFolder(prefix: string): string {
  try {
    return mkdtempSync(prefix)
  } catch {
    throw new SettingsError(
      `a demo cannot write to ${tmpdir()}: set TMPDIR to a folder that it can`,
    )
  }
}
