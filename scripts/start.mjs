/* npm start, and npm run dev: from whatever state the folder is in to a server that is ready. */
import { buildPages, bundleServer, install, loadSettings, requireNode, root } from './setup.mjs'

const dev = process.argv.includes('--dev')

async function start() {
  requireNode()
  process.chdir(root)
  process.env.NODE_ENV = dev ? 'development' : 'production'
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  loadSettings()
  install()
  bundleServer()
  const server = await import('../dist/server.mjs')
  await server.prepare()
  if (!dev) buildPages()
  console.log(`Jeton is ready at ${await server.serve({ dev })}`)
}

start().catch((error) => {
  const expected = ['SettingsError', 'SetupError'].includes(error.name)
  console.error(expected ? `Jeton cannot start: ${error.message}` : error)
  process.exit(1)
})
