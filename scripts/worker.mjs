/* One of several processes that serve: see lib/process/workers.ts. */
import { serveAsWorker } from '../dist/server.mjs'

serveAsWorker().catch((error) => {
  console.error(error)
  process.exit(1)
})
