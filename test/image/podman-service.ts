import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Engine } from '@/test/image/engine'

const startLimitMs = 30_000

/**
 * Serves podman's API, which is Docker's too, on a socket.
 * @returns the variables with which Docker's programs find it
 */
export async function servePodman(
  { variables }: Engine,
  folder: string,
): Promise<{ variables: Record<string, string>; close: () => void }> {
  const socket = join(folder, 'podman.sock')
  const address = `unix://${socket}`
  const service = spawn('podman', ['system', 'service', '--time=0', address], {
    env: { ...process.env, ...variables },
    cwd: folder,
    stdio: 'ignore',
  })
  const limit = performance.now() + startLimitMs
  while (!existsSync(socket)) {
    if (service.exitCode !== null || performance.now() > limit)
      throw new Error('podman does not serve its API')
    await setTimeout(20)
  }
  return { variables: { DOCKER_HOST: address }, close: () => service.kill() }
}
