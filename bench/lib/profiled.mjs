/*
 * Loaded into the server before all other modules (node --import). The first SIGUSR2 starts a CPU
 * profile; the second one stops it and writes it to the file in JETON_BENCH_PROFILE. The profile
 * therefore covers the load and not the start.
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
