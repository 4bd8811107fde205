/* npm run admin, backup, db:move, restore and rotate-secret: they run where the server does, also where only what serves is installed. */
import { bundleServer, install, loadSettings, requireNode, root } from './setup.mjs'

requireNode()
process.chdir(root)
loadSettings()
install()
bundleServer()
const { maintain } = await import('../dist/maintenance.mjs')
process.exitCode = await maintain(process.argv.slice(2))
