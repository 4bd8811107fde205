/* npm start and npm run dev: prepare the folder, whatever its state, and start the server. */
import { runCommand } from './command.mjs'

const dev = process.argv.includes('--dev')

runCommand('Jeton cannot start', async () => {
  const { endOnSignals } = await import('./end-with-npm.mjs')
  const { root } = await import('./root.mjs')
  const { loadSettings } = await import('./settings-file.mjs')
  const { requireDriver } = await import('./driver.mjs')
  const { buildPages } = await import('./pages.mjs')
  const { bundleServer, compileServer, generateClients, installPackages } = await import(
    './setup.mjs'
  )
  endOnSignals()
  process.chdir(root)
  process.env.NODE_ENV = dev ? 'development' : 'production'
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  loadSettings()
  await installPackages()
  const driver = requireDriver()
  // Its failure is reported below. Until then, the other steps go on.
  driver.catch(() => {})
  await generateClients()
  await bundleServer()
  const { runCompiled } = await import('./run-compiled.cjs')
  const server = runCompiled('server')
  const prepared = driver.then(() => server.prepare())
  await Promise.all([prepared, !dev && buildPages()])
  // A start needs no compiled code, and does not fail for lack of it.
  if (!dev) await compileServer().catch(() => {})
  console.log(`Jeton is ready at ${await server.serve({ dev })}`)
})
