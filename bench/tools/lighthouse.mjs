/*
 * Lighthouse has a folder of its own, so that its dependencies stay out of the product and out of
 * the imports of the other benchmarks.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'

const folder = join(root, 'bench/tools')

/**
 * Loads Lighthouse, and installs it first where it is missing.
 * @returns the module
 */
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
