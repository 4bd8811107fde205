import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeStandIns, requireBaseImages } from '@/test/image/base-images'
import { checks } from '@/test/image/checks'
import { Containers } from '@/test/image/container'
import { makeContext } from '@/test/image/context'
import { type Engine, Refusal, requireEngine } from '@/test/image/engine'
import { describeRun, type Result, writeResults } from '@/test/image/results'
import type { Tested } from '@/test/image/tested'

/*
 * npm run test:image builds the image of deploy/Dockerfile and tries what deploy/README.md promises
 * of it, in containers. With --write, the results go into docs/container.md. Nothing that it makes
 * in the container engine is left there.
 */

/** Ctrl+C ends the engine's command, too: its step fails, and then everything is removed. */
const interruption = new AbortController()

const image = `localhost/jeton-test-${process.pid}:latest`

/** Builds the image from a copy of the project in which secrets have been planted. */
async function build(engine: Engine, folder: string): Promise<Omit<Tested, 'containers'>> {
  const standIns = join(folder, 'stand-ins')
  const context = join(folder, 'project')
  mkdirSync(standIns)
  const bases = await step('Base images', () => requireBaseImages(engine, standIns))
  await makeContext(context)
  const builtOn = [`BUILD_IMAGE=${bases.build}`, `RUN_IMAGE=${bases.run}`]
  // Podman would keep the layers of both stages, and ignore the health check in its own format.
  const own =
    engine.name === 'podman' ? ['--format=docker', '--layers=false', '--network=host'] : []
  const args = [...own, ...builtOn.flatMap((name) => ['--build-arg', name]), '--tag', image]
  const file = join(context, 'deploy/Dockerfile')
  await step('The image', () => engine.call('build', ...args, '--file', file, context))
  return { engine, image, bases, context, folder }
}

/** Runs a step and prints how long it took. */
async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  interruption.signal.throwIfAborted()
  const begin = performance.now()
  const result = await work()
  const seconds = ((performance.now() - begin) / 1000).toFixed(1)
  const figures = typeof result === 'string' && result.length < 200 ? `: ${result}` : ''
  console.log(`ok      ${name}${figures} [${seconds} s]`)
  return result
}

async function runChecks(tested: Tested): Promise<Result[]> {
  const results: Result[] = []
  for (const [promise, check] of checks) {
    const figures = await step(promise, () => check(tested)).catch((error) => {
      if (error instanceof Refusal || interruption.signal.aborted) throw error
      console.log(`FAILED  ${promise}\n${error.stack ?? error}`)
      return null
    })
    results.push({ promise, figures })
  }
  return results
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'jeton-image-'))
  const engine = await requireEngine(folder)
  const containers = new Containers(engine, image)
  try {
    const built = await build(engine, folder)
    const results = await runChecks({ ...built, containers })
    const surroundings = describeRun(`${engine.name} ${engine.version}`, built.bases.origin)
    console.log(`\n${surroundings}`)
    const failures = results.filter(({ figures }) => figures === null).length
    console.log(`${results.length - failures} passed, ${failures} failed`)
    if (failures > 0) process.exitCode = 1
    else if (process.argv.includes('--write')) writeResults(results, surroundings)
  } finally {
    await containers.remove()
    await engine.call('rmi', '--force', image).catch(() => {})
    await removeStandIns(engine)
    rmSync(folder, { recursive: true, force: true })
  }
}

// A package that the tests load would end the process at once.
process.removeAllListeners('SIGINT')
process.on('SIGINT', () => interruption.abort())

main().catch((error) => {
  if (interruption.signal.aborted) console.error('Interrupted.')
  else if (error instanceof Refusal) console.error(`The image cannot be tested: ${error.message}`)
  else console.error(error)
  process.exitCode = 1
})
