/* Comes before the scripts that look at the code: installs packages and generates the database client where they are missing. */
import { runCommand } from './command.mjs'

runCommand('Jeton cannot be installed', async () => {
  const { install } = await import('./setup.mjs')
  await install()
})
