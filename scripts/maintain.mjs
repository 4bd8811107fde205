/* npm run db:move, backup and restore. */
import { loadSettings, root } from './setup.mjs'

process.chdir(root)
loadSettings()
const { maintain } = await import('../lib/maintenance/maintain.ts')
process.exitCode = await maintain(process.argv.slice(2))
