/* npm run build: everything that a start would make first, for a start that may write nothing here and has no npm. */
import { runCommand } from './command.mjs'

runCommand('Jeton cannot be built', async () => {
  const { buildPages, bundleServer, install } = await import('./setup.mjs')
  await install()
  await bundleServer()
  await buildPages()
})
