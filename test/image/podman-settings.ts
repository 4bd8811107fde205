import { accessSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/*
 * Podman as it is packaged expects systemd, crun and the right to raise limits. The settings here
 * make it run where those are missing, such as in a virtual machine of a CI.
 */

/** @returns the variables that give podman these settings */
export function podmanVariables(folder: string): Record<string, string> {
  const file = join(folder, 'containers.conf')
  writeFileSync(file, settings())
  return { CONTAINERS_CONF: file }
}

function settings(): string {
  const limits = [`nofile=${limitOf('open files')}`, `nproc=${limitOf('processes')}`]
  const lines = ['[containers]', `default_ulimits = ${JSON.stringify(limits)}`, '[engine]']
  if (!existsSync('/run/systemd/system')) lines.push('cgroup_manager = "cgroupfs"')
  if (!isInPath('crun') && isInPath('runc')) lines.push('runtime = "runc"')
  return `${lines.join('\n')}\n`
}

const enough = 4_096

/** A container gets no higher limit than this process has, and no more than a server needs. */
function limitOf(name: string): string {
  const limits = readFileSync('/proc/self/limits', 'utf8')
  const [, hard] = new RegExp(`^Max ${name}\\s+\\S+\\s+(\\d+)`, 'm').exec(limits) ?? []
  const value = Math.min(Number(hard ?? enough), enough)
  return `${value}:${value}`
}

function isInPath(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program))
      return true
    } catch {
      return false
    }
  })
}
