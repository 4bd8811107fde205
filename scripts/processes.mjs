/* Reads information about a process from the system: its parent, start time and command. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

const isLinux = process.platform === 'linux'

/**
 * @returns the process's parent and start time, which distinguishes it from a later process with
 * the same id; null when it has exited, also while it is a zombie
 */
export function look(pid) {
  try {
    return isLinux ? lookInProc(pid) : lookByPs(pid)
  } catch {
    return null
  }
}

/**
 * proc(5): the name is in parentheses and may contain any character, so fields are counted from the
 * last parenthesis.
 */
function lookInProc(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return 'ZX'.includes(fields[0]) ? null : { parent: Number(fields[1]), started: fields[19] }
}

function lookByPs(pid) {
  const [state, parent, ...started] = ps(pid, 'state=,ppid=,lstart=').split(/\s+/)
  return state.startsWith('Z') ? null : { parent: Number(parent), started: started.join(' ') }
}

/** @returns the command line of a process, as far as it is known; empty where it is not visible */
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

/**
 * Returns an identifier of the scope in which process ids are unique: one boot of this machine, or
 * one container on it.
 */
export function numbering() {
  own ??= isLinux ? numberingInProc() : hostname()
  return own
}

let own

function numberingInProc() {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    // Other processes cannot be identified, so their ids are never compared.
    return randomUUID()
  }
}
