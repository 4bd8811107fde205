/*
 * Runs before the scripts that need the code: installs packages and generates the database clients
 * where they are missing.
 */
import { runCommand } from './command.mjs'

runCommand('Jeton cannot be installed', async () => {
  const { install } = await import('./setup.mjs')
  await install()
})
