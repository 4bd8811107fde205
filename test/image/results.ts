import { readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, loadavg, totalmem } from 'node:os'

/* The results of a run, for docs/container.md. */

const page = 'docs/container.md'
const begin = '<!-- figures of npm run test:image -->'
const end = '<!-- end of the figures -->'

export interface Result {
  promise: string
  /** Figures; null if the check failed. */
  figures: string | null
}

/** Replaces the figures of the page. */
export function writeResults(results: readonly Result[], surroundings: string): void {
  const [before = '', rest = ''] = readFileSync(page, 'utf8').split(begin)
  const after = rest.split(end)[1] ?? ''
  const rows = results.map(({ promise, figures }) => `| ${promise} | ${figures ?? 'failed'} |`)
  const table = ['| promise | last run |', '|---|---|', ...rows].join('\n')
  writeFileSync(page, `${before}${begin}\n${surroundings}\n\n${table}\n${end}${after}`)
}

/** A sentence on when and where the checks ran. */
export function describeRun(engine: string, origin: string): string {
  const date = new Date().toISOString().slice(0, 10)
  const gigabytes = Math.round(totalmem() / 1_000_000_000)
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? arch()}), ${gigabytes} GB`
  const load = `load ${loadavg()[0]?.toFixed(1)} at the end`
  return `${date}, ${engine}, ${machine} of memory, ${arch()}, ${load}. Base: ${origin}.`
}
