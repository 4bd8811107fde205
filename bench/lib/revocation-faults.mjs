/*
 * Faults during a revocation. Each one hits the last instance, and another instance revokes the
 * access.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../scripts/root.mjs'
import { startJeton } from './processes.mjs'

/** Functions of the database that announce revocations. */
const announcing = `
SELECT pg_get_functiondef(p.oid) AS definition FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND p.prosrc LIKE '%pg_notify(%'`

/** The process stands still, and goes on when the end was answered. */
export const paused = ({ instances }) => {
  const { pid } = instances.at(-1)
  return {
    before: () => process.kill(pid, 'SIGSTOP'),
    after: () => process.kill(pid, 'SIGCONT'),
  }
}

/** The process is gone, and another one takes its place when the end was answered. */
export const killed = (server) => ({
  before: () => server.instances.at(-1).stop('SIGKILL'),
  after: async () => {
    server.instances[server.instances.length - 1] = await server.startAnother()
  },
})

/** The database announces nothing, to nobody, as if every notice was lost. */
export const silent = ({ database }) => {
  let definitions = []
  const define = (change) =>
    Promise.all(definitions.map(({ definition }) => database.query(change(definition))))
  return {
    before: async () => {
      definitions = await database.query(announcing)
      if (definitions.length === 0) throw new Error('no function announces revocations')
      await define((text) => text.replaceAll('pg_notify(', 'concat('))
    },
    after: () => define((text) => text),
  }
}

const hourMs = 3_600_000

/**
 * Settings of an instance whose wall clock is an hour off.
 * @param hours 1 or -1
 */
export function shiftedClock(folder, hours) {
  const file = join(folder, `clock${hours}`)
  writeFileSync(file, `${hours * hourMs}`)
  return {
    NODE_OPTIONS: `--import ${join(root, 'test/support/shifted-clock.mjs')}`,
    JETON_TEST_CLOCK: file,
  }
}

/** Starts instances with settings of their own on one database and one master key. */
export async function startWith(dataDir, settings) {
  const instances = []
  try {
    for (const own of settings) instances.push(await startJeton(dataDir, own))
    return instances
  } catch (error) {
    await Promise.all(instances.map((instance) => instance.stop()))
    throw error
  }
}
