import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { podmanVariables } from '@/test/image/podman-settings'

/* The container engine of this machine: docker or podman, whichever runs. */

const execute = promisify(execFile)

/** Output of builds is long, and shown only if they fail. */
const maxBuffer = 256 * 1024 * 1024

/** A reason why the image cannot be tested here. Its message is one line. */
export class Refusal extends Error {
  override name = 'Refusal'
}

export interface Engine {
  name: 'docker' | 'podman'
  version: string
  /** The variables that its commands need in addition to those of this process. */
  variables: Record<string, string>
  /**
   * Runs a command of the engine.
   * @returns what it prints
   * @throws with what it has written to its standard error
   */
  call: (...args: string[]) => Promise<string>
  /** @returns what a container has printed, to its standard error too */
  log: (container: string) => Promise<string>
}

/** @throws {Refusal} when no engine runs here */
export async function requireEngine(workFolder: string): Promise<Engine> {
  const docker = await engineOf('docker', {}, '{{.ServerVersion}}', workFolder)
  const podman = () =>
    engineOf('podman', podmanVariables(workFolder), '{{.Version.Version}}', workFolder)
  const found = docker ?? (await podman())
  if (found) return found
  throw new Refusal('no container engine runs here: install podman, or start docker')
}

/** @param folder where the engine may leave files, as podman does when a container lacks memory */
async function engineOf(
  name: Engine['name'],
  variables: Record<string, string>,
  versionFormat: string,
  folder: string,
): Promise<Engine | null> {
  const call = (...args: string[]) => run(name, args, variables, folder)
  const log = (container: string) =>
    run('sh', ['-c', 'exec "$0" logs "$1" 2>&1', name, container], variables, folder)
  try {
    return { name, version: await call('info', '--format', versionFormat), variables, call, log }
  } catch {
    return null
  }
}

/**
 * Runs a program.
 * @returns what it prints, without the last line break
 */
export async function run(
  program: string,
  args: readonly string[],
  variables: Record<string, string> = {},
  cwd = process.cwd(),
): Promise<string> {
  const options = { maxBuffer, cwd, env: { ...process.env, ...variables } }
  const { stdout } = await execute(program, args, options).catch((error) => {
    throw new Error(`${program} ${args[0]}: ${lastLinesOf(error)}`, { cause: error.code })
  })
  return stdout.trimEnd()
}

function lastLinesOf({ message, stdout = '', stderr = '' }: Error & Record<string, string>) {
  const lines = `${stdout}\n${stderr}`.trim().split('\n').slice(-25)
  return lines.join('\n') || message
}
