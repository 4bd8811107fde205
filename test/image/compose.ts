import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BaseImages } from '@/test/image/base-images'
import { type Engine, Refusal, run } from '@/test/image/engine'
import { servePodman } from '@/test/image/podman-service'

/* Docker Compose on the files of deploy/. With podman, it talks to podman's API. */

export interface Compose {
  /**
   * Runs a command of Compose.
   * @param file a file of deploy/
   */
  call: (file: string, ...args: string[]) => Promise<string>
  close: () => void
}

interface Project {
  engine: Engine
  /** The folder with the copy of the project. */
  context: string
  /** The name of the image under test. */
  image: string
  bases: BaseImages
  /** Those that the files take. */
  variables: Record<string, string>
}

const project = `jeton-test-${process.pid}`

/** @throws {Refusal} when Compose is missing */
export async function openCompose(of: Project): Promise<Compose> {
  const [program = '', ...options] = await requireCompose()
  const { variables: api, close } = await apiOf(of)
  const variables = { ...of.engine.variables, ...api, ...of.variables }
  const folder = join(of.context, 'deploy')
  const call = (file: string, ...args: string[]) => {
    const files = ['--file', file, '--file', writeImages(of, file)]
    const all = [...options, '--project-name', project, ...files, ...args]
    return run(program, all, variables, folder)
  }
  return { call, close }
}

const apiOf = ({ engine, context }: Project) =>
  engine.name === 'podman' ? servePodman(engine, context) : { variables: {}, close: () => {} }

async function requireCompose(): Promise<string[]> {
  for (const command of [['docker', 'compose'], ['docker-compose']]) {
    const [program = '', ...options] = command
    const answered = await run(program, [...options, 'version']).then(
      () => true,
      () => false,
    )
    if (answered) return command
  }
  throw new Refusal('Docker Compose is missing: install docker-compose')
}

/** Names the images that are here, in place of those of the file. */
function writeImages({ context, image, bases }: Project, file: string): string {
  const { caddy, whoami, postgres } = bases
  const others = { caddy: { image: caddy }, whoami: { image: whoami } }
  const services = file.includes('postgresql')
    ? { ...others, postgres: { image: postgres }, 'jeton-1': { image }, 'jeton-2': { image } }
    : { ...others, jeton: { image } }
  const path = join(context, `images-of-${file}`)
  writeFileSync(path, JSON.stringify({ services }))
  return path
}
