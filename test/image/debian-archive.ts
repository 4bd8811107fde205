import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Refusal, run } from '@/test/image/engine'

const folder = resolve('node_modules/.cache/jeton/image')
const file = join(folder, 'debian-12.tar')

/** Files that Debian's slim image omits as well: manuals and translations. */
const left = ['doc', 'man', 'info', 'locale'].map((name) => `path-exclude=/usr/share/${name}/*`)

/**
 * Makes a small Debian 12 of its packages, once.
 * @returns the path of the archive with its files
 * @throws {Refusal} when that is not possible here
 */
export async function debianArchive(): Promise<string> {
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const part = join(folder, `debian-12-${process.pid}.tar`)
  const options = left.map((rule) => `--dpkgopt=${rule}`)
  const packages = '--include=libstdc++6'
  try {
    await run('mmdebstrap', ['--variant=minbase', ...options, packages, 'bookworm', part])
    renameSync(part, file)
  } catch (error) {
    if (error instanceof Error && error.cause === 'ENOENT')
      throw new Refusal(
        'the public images cannot be pulled here: install mmdebstrap to make others',
      )
    throw error
  } finally {
    rmSync(part, { force: true })
  }
  return file
}
