/* npm run admin, backup, db:move, restore and rotate-secret; in the package: packaged.mjs. */
import { setFlagsFromString } from 'node:v8'
import { runCommand } from './command.mjs'

// V8 would optimise Prisma's engines for longer than a command runs.
setFlagsFromString('--wasm-tiering-budget=100000000')

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
