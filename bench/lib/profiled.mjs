/*
 * Loaded into the server before everything else (node --import). The first SIGUSR2 begins a CPU profile, the second one ends it and
 * writes it to the file that JETON_BENCH_PROFILE names: it holds what happens under load, and nothing of the start.
 */
import { writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'

const session = new Session()
let isRunning = false

process.on('SIGUSR2', async () => {
  if (isRunning) {
    const { profile } = await session.post('Profiler.stop')
    writeFileSync(process.env.JETON_BENCH_PROFILE, JSON.stringify(profile))
    session.disconnect()
  } else {
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.start')
  }
  isRunning = !isRunning
})
