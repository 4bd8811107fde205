/*
 * npm run package makes a folder that runs with Node alone, dist/package: `node bin/jeton.mjs
 * start` in it needs no installed packages, no build and no write access there. It holds what is
 * built, and of each package the files that are loaded.
 */
import { runCommand } from './command.mjs'

runCommand('The package cannot be made', async () => {
  const { build } = await import('./setup.mjs')
  await build()
  const { makePackage } = await import('./package-folder.mjs')
  await makePackage()
})
