/*
 * Keeps one copy of each chunk of the server's pages. The build writes a chunk that several pages
 * and endpoints load once for each of them: 39 times 349 KB, for one. The first copy serves all, so
 * that a process reads, compiles and keeps it once.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'

for (const folder of ['.next/server/chunks', '.next/server/chunks/ssr']) shareIn(join(root, folder))

function shareIn(folder) {
  /** The names of the files that are kept, by their code. */
  const kept = new Map()
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.js')) continue
    const file = join(folder, name)
    const code = readFileSync(file, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\n?$/, '')
    const first = kept.get(code)
    if (first === undefined) kept.set(code, name)
    else writeFileSync(file, `module.exports = require(${JSON.stringify(`./${first}`)})\n`)
  }
}
