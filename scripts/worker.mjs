/* One of several processes that serve: see server/cluster.ts. */
import { serveAsWorker } from '../dist/server.mjs'

// A terminal that closes tells every process. The first one stops the others when they have finished what is under way.
process.on('SIGHUP', () => {})

serveAsWorker().catch((error) => {
  console.error(error)
  process.exit(1)
})
