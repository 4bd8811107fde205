import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/setup.mjs'

const folder = join(root, 'bench')

/** Installs what the benchmarks measure with; the product itself does not need it. */
export function installTools() {
  if (existsSync(join(folder, 'node_modules'))) return
  console.log('Installing the benchmark tools …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('The benchmark tools could not be installed')
}
