/* Runs the programs of the set-up. The waiting process still handles signals. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, join } from 'node:path'
import { bin, root, SetupError } from './root.mjs'
import { asBuilder } from './umask.mjs'

/**
 * Runs a program, silent unless it fails. Node's own folder comes first in PATH, so that npm
 * installs for this Node.
 * @param options see runToEnd
 * @throws {SetupError} when it fails, after printing its output
 */
export async function run(program, args, options = {}) {
  const { code, output } = await runToEnd(program, args, options)
  if (code === 0) return
  process.stderr.write(output.replace(/^npm http .*\n/gm, ''))
  throw new SetupError(
    `\`${[basename(program), ...args].join(' ')}\` failed: what it said stands above`,
  )
}

/**
 * @param {{ variables?: Record<string, string>, onOutput?: (text: string) => void }} options
 * further variables of its environment; what is called with each part of its output
 * @returns its exit code and its output
 */
export async function runToEnd(program, args, { variables = {}, onOutput = () => {} } = {}) {
  const PATH = [dirname(process.execPath), process.env.PATH].filter(Boolean).join(delimiter)
  const child = asBuilder(() =>
    spawn(process.execPath, [join(root, 'scripts/guard.mjs'), program, ...args], {
      cwd: root,
      env: { ...process.env, PATH, NEXT_TELEMETRY_DISABLED: '1', ...variables },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    }),
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
      onOutput(text)
    })
  const [code] = await once(child, 'close')
  return { code, output }
}

/** Runs a package's program in Node. */
export const runPackage = (script, args, options) =>
  run(process.execPath, [bin(script), ...args], options)

/**
 * Runs npm: the one that started this process, else the one that came with this Node, else the one
 * in PATH.
 */
export async function runNpm(args, { variables = {}, onOutput } = {}) {
  const script = [process.env.npm_execpath, besideNode('lib/node_modules/npm/bin/npm-cli.js')].find(
    (path) => path && basename(path) === 'npm-cli.js' && existsSync(path),
  )
  // Compiles for this Node, with its own headers where they were installed with it.
  const nodedir = besideNode('.')
  const headers = existsSync(join(nodedir, 'include/node/node.h')) && {
    npm_config_nodedir: nodedir,
  }
  const options = { variables: { ...headers, ...variables }, onOutput }
  if (script) return run(process.execPath, [script, ...args], options)
  if (!isInPath('npm'))
    throw new SetupError('npm is needed and not found: install it, or add its folder to PATH')
  return run('npm', args, options)
}

/** Runs the install scripts of packages that are installed without having run them. */
export const runInstallScripts = (names, options) =>
  runNpm(['rebuild', ...names, '--foreground-scripts', '--ignore-scripts=false'], options)

/** @returns the packages here that have an install script that may run */
export function scriptedPackages() {
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Object.keys(allowScripts).filter((name) => allowScripts[name] && existsSync(bin(name)))
}

const besideNode = (path) => join(dirname(process.execPath), '..', path)

const isInPath = (program) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    const path = join(folder, program)
    return folder !== '' && existsSync(path) && statSync(path).isFile()
  })
