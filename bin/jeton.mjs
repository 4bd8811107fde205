#!/usr/bin/env node
/*
 * The command `jeton` of the package, which `npm run package` makes: it runs in that folder, where
 * everything is built and no package has to be installed. Files and settings of the user are in the
 * folder where the command is typed.
 */
import { runCommand } from '../scripts/command.mjs'

const [name = 'start', ...args] = process.argv.slice(2)

runCommand(`jeton ${name}`, async () => {
  if (name === 'start') (await import('../scripts/end-with-npm.mjs')).endOnSignals()
  const { run } = await import('../scripts/packaged.mjs')
  await run(name, args)
})
