/* npm run build: everything that a start would make first, for a start that may write nothing here and has no npm. */
import { buildPages, bundleServer, install, requireNode, root } from './setup.mjs'

requireNode()
process.chdir(root)
process.env.NEXT_TELEMETRY_DISABLED = '1'
install()
bundleServer()
buildPages()
