/* The entry point of a worker process: see server/cluster.ts. */
import { runCompiled } from './run-compiled.cjs'

const { serveAsWorker } = runCompiled('server')

// A closing terminal signals every process. The primary stops the workers after they have drained.
process.on('SIGHUP', () => {})

serveAsWorker().catch((error) => {
  console.error(error.name === 'SettingsError' ? error.message : error)
  process.exit(1)
})
