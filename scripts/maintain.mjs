/*
 * npm run admin, backup, db:move, restore and rotate-secret. They run wherever the server does,
 * also with production dependencies only.
 */
import { runCommand } from './command.mjs'

runCommand(`npm run ${process.argv[2]}`, async () => {
  const { showProgressOnStandardError } = await import('./progress.mjs')
  const { root } = await import('./root.mjs')
  const { loadSettings } = await import('./settings-file.mjs')
  const { bundleServer, install } = await import('./setup.mjs')
  showProgressOnStandardError()
  // npm changes to the product's folder, and keeps the caller's folder in INIT_CWD.
  const typedIn = process.env.INIT_CWD ?? process.cwd()
  process.chdir(root)
  loadSettings()
  await install()
  await bundleServer()
  const { maintain } = await import('../dist/maintenance.mjs')
  process.exitCode = await maintain(process.argv.slice(2), typedIn)
})
