/* What the system says of a process: its parent, when it started, what it runs. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

const isLinux = process.platform === 'linux'

/**
 * @returns the process's parent and its start, which tells it from a later one of the same number; null when it has
 * ended, also while nobody has asked for its exit code yet
 */
export function look(pid) {
  try {
    return isLinux ? lookInProc(pid) : lookByPs(pid)
  } catch {
    return null
  }
}

/** proc(5): the name stands in parentheses and may hold anything, so the fields are counted from the last one. */
function lookInProc(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return 'ZX'.includes(fields[0]) ? null : { parent: Number(fields[1]), started: fields[19] }
}

function lookByPs(pid) {
  const [state, parent, ...started] = ps(pid, 'state=,ppid=,lstart=').split(/\s+/)
  return state.startsWith('Z') ? null : { parent: Number(parent), started: started.join(' ') }
}

/** @returns the words of the command that a process runs, as far as they can be told; none where it may not be seen */
export function commandOf(pid) {
  try {
    if (!isLinux) return ps(pid, 'command=').split(' ')
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
  } catch {
    return []
  }
}

const ps = (pid, columns) =>
  execFileSync('ps', ['-o', columns, '-p', `${pid}`], { encoding: 'utf8' }).trim()

/** Where process numbers mean the same: this machine since it was switched on, or one container on it. */
export function numbering() {
  own ??= isLinux ? numberingInProc() : hostname()
  return own
}

let own

function numberingInProc() {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    // Nothing can be told of other processes: their numbers mean nothing here.
    return randomUUID()
  }
}
