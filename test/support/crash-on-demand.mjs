/* Loaded into a server before everything else (node --import): its app thread is ended when the file CRASH_WHEN is there. */
import { existsSync, rmSync } from 'node:fs'

const file = process.env.CRASH_WHEN

process.on('worker', (worker) => {
  const look = setInterval(() => {
    if (!existsSync(file)) return
    rmSync(file)
    void worker.terminate()
  }, 20)
  look.unref()
  worker.once('exit', () => clearInterval(look))
})
