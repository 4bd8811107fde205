/* npm run admin, backup, db:move, restore and rotate-secret: they run where the server does, also where only what serves is installed. */
import { runCommand } from './command.mjs'

runCommand(`npm run ${process.argv[2]}`, async () => {
  const { showProgressOnStandardError } = await import('./progress.mjs')
  const { root } = await import('./root.mjs')
  const { loadSettings } = await import('./settings-file.mjs')
  const { bundleServer, install } = await import('./setup.mjs')
  showProgressOnStandardError()
  // npm goes to this product's folder, and says where it was called.
  const typedIn = process.env.INIT_CWD ?? process.cwd()
  process.chdir(root)
  loadSettings()
  await install()
  await bundleServer()
  const { maintain } = await import('../dist/maintenance.mjs')
  process.exitCode = await maintain(process.argv.slice(2), typedIn)
})
