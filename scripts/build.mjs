/*
 * npm run build does everything that a start would do first, for a start that has no npm and no
 * write access here.
 */
import { runCommand } from './command.mjs'

runCommand('Jeton cannot be built', async () => {
  const { build } = await import('./setup.mjs')
  await build()
})
