/*
 * A small Debian with a systemd of its own, in a folder: packages by mmdebstrap, booted by
 * systemd-nspawn, with no network but its own loopback. Needs root.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'

const execute = promisify(execFile)

const packages = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'libnss-systemd',
  'libnss-myhostname',
  'libstdc++6',
  'sudo',
]
const bootLimitMs = 60_000

/** systemd needs a file system of control groups of version 2, which older hosts mount beside. */
const boot = `
  if [ "$(stat -fc %T /sys/fs/cgroup)" != cgroup2fs ]; then
    umount -R /sys/fs/cgroup && mount -t cgroup2 none /sys/fs/cgroup || exit 9
  fi
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn --directory="$1" --machine=jeton-test \
    --boot --register=no --keep-unit --private-network --console=pipe --link-journal=no`

export class Machine {
  #nspawn
  #init = 0

  /** @param folder of the whole file system */
  constructor(folder) {
    this.folder = folder
  }

  /** @param cached the file that keeps the packages for the next run */
  static async create(cached) {
    if (!existsSync(cached)) await pack(cached)
    const folder = mkdtempSync(join(tmpdir(), 'jeton-machine-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    await execute('tar', ['-C', folder, '-xf', cached])
    return new Machine(folder)
  }

  async boot() {
    this.#nspawn = spawn('unshare', ['-m', 'sh', '-c', boot, 'sh', this.folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    process.once('exit', () => this.#nspawn.kill('SIGKILL'))
    let console = ''
    for (const stream of [this.#nspawn.stdout, this.#nspawn.stderr])
      stream.on('data', (chunk) => {
        console += chunk
      })
    const end = performance.now() + bootLimitMs
    while (!(await this.#isUp())) {
      if (this.#nspawn.exitCode !== null || performance.now() > end)
        throw new Error(`systemd did not start:\n${console}`)
      await setTimeout(100)
    }
  }

  async #isUp() {
    this.#init = childOf(this.#nspawn.pid)
    if (this.#init === 0) return false
    const { output } = await this.run('systemctl is-system-running')
    return /running|degraded/.test(output)
  }

  /** Runs shell commands in the machine. */
  async run(commands) {
    const args = ['-t', `${this.#init}`, '-m', '-u', '-i', '-n', '-p', '-C', 'sh', '-ec', commands]
    const running = execute('nsenter', args, { timeout: 120_000 })
    running.child.stdin?.end()
    return running.then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      ({ code, stdout, stderr }) => ({ code, output: stdout + stderr }),
    )
  }

  /**
   * Runs shell commands in the machine.
   * @throws {Error} when one fails
   */
  async must(commands) {
    const { code, output } = await this.run(commands)
    if (code !== 0) throw new Error(`${commands.trim()} failed (${code}):\n${output}`)
    return output.trim()
  }

  /** Starts a program of this folder in the machine's network alone. */
  start(script, args) {
    return spawn('nsenter', ['-t', `${this.#init}`, '-n', process.execPath, script, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
  }

  async remove() {
    if (this.#nspawn && this.#nspawn.exitCode === null) {
      const closed = once(this.#nspawn, 'close')
      await this.run('systemctl poweroff')
      const late = setTimeout(20_000, undefined, { ref: false })
      await Promise.race([closed, late])
      this.#nspawn.kill('SIGKILL')
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function pack(file) {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.tar`
  const include = `--include=${packages.join(',')}`
  await execute('mmdebstrap', ['--variant=minbase', include, 'bookworm', draft])
  renameSync(draft, file)
}

/** Returns the first child of a process, or 0. */
function childOf(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return Number(children[0])
}
