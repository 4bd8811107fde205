import { availableParallelism, cpus, release, totalmem } from 'node:os'

/** Describes the machine and the versions that the figures depend on. */
export function machine() {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    gigabytes: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
  }
}
