/* npm start and npm run dev: prepare the folder, whatever its state, and start the server. */
import { runCommand } from './command.mjs'

const dev = process.argv.includes('--dev')

runCommand('Jeton cannot start', async () => {
  const { endOnSignals } = await import('./end-with-npm.mjs')
  const { root } = await import('./root.mjs')
  const { loadSettings } = await import('./settings-file.mjs')
  const { buildPages, bundleServer, compileServer, install } = await import('./setup.mjs')
  endOnSignals()
  process.chdir(root)
  process.env.NODE_ENV = dev ? 'development' : 'production'
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  loadSettings()
  await install()
  await bundleServer()
  const { runCompiled } = await import('./run-compiled.cjs')
  const server = runCompiled('server')
  await server.prepare()
  if (!dev) {
    await buildPages()
    // A start needs no compiled code, and does not fail for lack of it.
    await compileServer().catch(() => {})
  }
  console.log(`Jeton is ready at ${await server.serve({ dev })}`)
})
