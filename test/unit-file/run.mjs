/*
 * npm run test:unit-file: installs the product on a machine with a real systemd, as
 * deploy/README.md says, and tries the service there. Needs root, Debian's packages mmdebstrap and
 * systemd-container, and ten minutes. Prints a table of the results, and fails where one of them is
 * not as expected.
 */
import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'
import { Machine } from './machine.mjs'
import { steps } from './steps.mjs'

/** Clones this folder's last commit and builds it there, with this machine's Node and npm. */
function installProduct(folder) {
  const product = join(folder, 'opt/jeton')
  const run = (command, ...args) =>
    execFileSync(command, args, { cwd: product, stdio: ['ignore', 'ignore', 'inherit'] })
  execFileSync('git', ['clone', '-q', root, product])
  run('npm', 'run', 'build')
  copyFileSync(realpathSync(process.execPath), join(folder, 'usr/bin/node'))
}

/** The commands of the README, after the build. */
function installCommands() {
  const text = readFileSync(join(root, 'deploy/README.md'), 'utf8')
  const [, commands] = /^```sh install\n(.*?)^```$/ms.exec(text) ?? []
  if (!commands) throw new Error('deploy/README.md has no commands that install the service')
  return commands.replace(/^journalctl.*$/m, '')
}

async function main() {
  const machine = await Machine.create(join(root, 'node_modules/.cache/jeton/machine.tar'))
  let isWell = true
  try {
    console.log('Installing the product …')
    installProduct(machine.folder)
    await machine.boot()
    await machine.must(installCommands())
    console.log('| | |\n|---|---|')
    for (const { title, run } of steps) {
      const { ok, result } = await run(machine)
      isWell &&= ok
      console.log(`| ${title} | ${ok ? '' : 'FAILED: '}${result} |`)
    }
  } finally {
    await machine.remove()
  }
  process.exitCode = isWell ? 0 : 1
}

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

await main()
