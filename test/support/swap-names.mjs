/*
 * An attacker who owns a folder: replaces its files with links and removes these again, as fast as
 * possible, also under names that appear meanwhile. At any moment about a fifth of the names are
 * links. Files that get lost are restored from another folder, so that there is something to
 * attack.
 *
 * Usage: node swap-names.mjs FOLDER SPARE TARGET…
 */
import { constants, copyFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

const [folder, spare, ...targets] = process.argv.slice(2)
const likely = [
  'jeton.db-wal',
  'jeton.db-journal',
  'jeton.db.lock',
  'jeton.db.rotation-lock',
  'secret.next',
]
const spares = readdirSync(spare)
const links = new Set()

const oneOf = (list) => list[Math.floor(Math.random() * list.length)]
const pathOf = (name) => join(folder, name)
const hiddenOf = (name) => `${pathOf(name)}.hidden`

function attempt(work) {
  try {
    work()
  } catch {
    // Another process was faster.
  }
}

function makeLink(name) {
  attempt(() => renameSync(pathOf(name), hiddenOf(name)))
  attempt(() => symlinkSync(oneOf(targets), pathOf(name)))
  links.add(name)
}

function putBack(name) {
  attempt(() => rmSync(pathOf(name)))
  attempt(() => renameSync(hiddenOf(name), pathOf(name)))
  const { COPYFILE_EXCL } = constants
  if (spares.includes(name))
    attempt(() => copyFileSync(join(spare, name), pathOf(name), COPYFILE_EXCL))
  links.delete(name)
}

console.log('swapping')
for (;;) {
  const found = readdirSync(folder).filter((name) => !name.endsWith('.hidden'))
  const names = [...new Set([...likely, ...spares, ...found])]
  for (let step = 0; step < names.length; step += 1) {
    const name = oneOf(names)
    if (links.has(name)) putBack(name)
    else if (Math.random() < 0.25) makeLink(name)
  }
}
