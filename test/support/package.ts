import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/* The package that `npm pack` makes, installed and run as a user does. */

const { PATH = '', HOME = '' } = process.env
/** Nothing of the tests' own settings. */
const environment = { NODE_ENV: 'production', PATH, HOME } as const

async function npm(args: string[], cwd: string): Promise<void> {
  const stdio = ['ignore', 'ignore', 'inherit'] as const
  const child = spawn('npm', args, { cwd, env: environment, stdio: [...stdio] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`npm ${args[0]} ended with ${code}`)
}

export interface Result {
  code: number | null
  stdout: string
  stderr: string
}

export class InstalledPackage {
  /** The folder of the user, in which the commands are typed. */
  readonly folder = mkdtempSync(join(tmpdir(), 'jeton-package-'))
  /** Where npm has installed the package. */
  readonly installed = join(this.folder, 'node_modules/jeton')
  /** Where the server that was started last is. */
  address = ''
  #server: ChildProcess | undefined

  /** Installs it without a network: the package depends on no other. */
  async install(dotenv: string): Promise<void> {
    await npm(['pack', '--silent', '--pack-destination', this.folder], process.cwd())
    const tarball = readdirSync(this.folder).find((name) => name.endsWith('.tgz')) ?? ''
    await npm(['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], this.folder)
    writeFileSync(join(this.folder, '.env'), dotenv)
  }

  #spawn(args: string[], settings: Record<string, string> = {}): ChildProcess {
    return spawn(join(this.folder, 'node_modules/.bin/jeton'), args, {
      cwd: this.folder,
      env: { ...environment, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async run(args: string[], settings: Record<string, string> = {}): Promise<Result> {
    const child = this.#spawn(args, settings)
    const output = collect(child)
    await once(child, 'close')
    return { code: child.exitCode, ...output }
  }

  /**
   * @returns its output, which grows
   * @throws with its output where it ends before it is ready
   */
  async start(settings: Record<string, string> = {}): Promise<Output> {
    const child = this.#spawn(['start'], settings)
    this.#server = child
    const output = collect(child)
    this.address = await new Promise<string>((resolve, reject) => {
      child.stdout?.on('data', () => {
        const found = /Jeton is ready at (\S+)/.exec(output.stdout)?.[1]
        if (found) resolve(found)
      })
      child.once('close', () => reject(new Error(`No start: ${output.stdout}${output.stderr}`)))
    })
    return output
  }

  /** @returns the exit code of the server */
  async stop(): Promise<number | null> {
    const child = this.#server
    if (!child || child.exitCode !== null || child.signalCode !== null) return null
    child.kill('SIGTERM')
    await once(child, 'close')
    return child.exitCode
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true })
  }
}

interface Output {
  stdout: string
  stderr: string
}

function collect(child: ChildProcess): Output {
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.on('data', (chunk: Buffer) => {
      output[name] += chunk
    })
  return output
}
