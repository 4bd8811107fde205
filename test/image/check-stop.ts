import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import type { Tested } from '@/test/image/tested'

/** The engine kills a container that has not ended by then, which counts as a failure. */
const limitSeconds = 30

/** When the signal is sent. Until its program runs, the first process of a container ignores it. */
const delaysMs = [100, 250, 500, 1_000]

export async function checkEarlyStops({ containers }: Tested): Promise<string> {
  const took: number[] = []
  for (const delayMs of delaysMs) {
    const name = await containers.start('--env', 'JETON_STOP_DELAY=0s')
    await setTimeout(delayMs)
    const begin = performance.now()
    assert.equal(await containers.stop(name, limitSeconds), 0, `the exit code after ${delayMs} ms`)
    took.push(Math.round(performance.now() - begin))
  }
  return `after ${delaysMs.join(', ')} ms: ended in ${took.join(', ')} ms, exit code 0`
}

/** Readiness is 503 first, then requests are still answered, and then the container ends. */
export async function checkStop({ containers, engine }: Tested): Promise<string> {
  const jeton = await containers.startReady('--env', 'JETON_STOP_DELAY=10s')
  const status = async (path: string) => (await fetch(jeton.address + path)).status
  const begin = performance.now()
  await engine.call('kill', '--signal', 'TERM', jeton.name)
  while ((await status('/api/ready')) !== 503) await setTimeout(10)
  assert.equal(await status('/api/health'), 200)
  await engine.call('wait', jeton.name)
  const tookMs = performance.now() - begin
  assert.equal(await containers.inspect(jeton.name, '{{.State.ExitCode}}'), '0')
  return `exit code 0 after ${(tookMs / 1000).toFixed(1)} s, with JETON_STOP_DELAY=10s`
}
