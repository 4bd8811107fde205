/* The entry point of a worker process: see server/cluster.ts. */
import { serveAsWorker } from '../dist/server.mjs'

// A closing terminal signals every process. The primary stops the workers after they have drained.
process.on('SIGHUP', () => {})

serveAsWorker().catch((error) => {
  console.error(error)
  process.exit(1)
})
