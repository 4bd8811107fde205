/* Lighthouse, in a folder of its own: what it brings along stays out of the product, and out of what the other benchmarks import. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'

const folder = join(root, 'bench/tools')

/** Installs it where it is missing. @returns the module */
export function loadLighthouse() {
  install()
  return import('lighthouse')
}

function install() {
  if (existsSync(join(folder, 'node_modules'))) return
  console.log('Installing the benchmark tools …')
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('The benchmark tools could not be installed')
}
