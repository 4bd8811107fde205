import { spawnSync } from 'node:child_process'

/**
 * Builds what is out of date, for the servers that the tests start.
 * @throws if it cannot be built
 */
export function build(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
  if (status !== 0) throw new Error('There is no build to test.')
}
