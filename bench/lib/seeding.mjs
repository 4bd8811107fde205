import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, run } from './processes.mjs'
import { dataSets } from './verify-cases.mjs'

/** Enough that no round sends the same one twice, at any rate. */
const unknownTokens = 200_000
const sessions = 40

const lines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n')

/**
 * Fills only the databases that the cases need, and the main one, which all other measurements use.
 * @param createDatabase creates a database on a server instead of a file, and returns its part of
 * the data set
 * @returns the data sets, by name
 */
export function seedAll(chosen, createDatabase) {
  const sides = chosen.flatMap((test) => Object.values(test.sides))
  return seedSets(new Set(['main', ...sides.flatMap(({ data = [] }) => data)]), createDatabase)
}

/** Fills the data sets of these names, like `seedAll`. */
export async function seedSets(wanted, createDatabase = () => ({})) {
  const folder = makeFolder()
  const seeded = {}
  for (const name of wanted) {
    console.error(
      `Filling a database: ${dataSets[name].users.toLocaleString('en-US')} users and tokens …`,
    )
    const dataDir = join(folder, name)
    mkdirSync(dataDir)
    seeded[name] = await seed(dataDir, dataSets[name], await createDatabase())
  }
  return seeded
}

/**
 * Fills a new data folder, or the database that belongs to it.
 * @param size the number of users, and of their tokens that requests use
 */
async function seed(dataDir, size, database) {
  const file = (name) => join(dataDir, `bench-${name}`)
  const files = {
    tokensFile: file('tokens'),
    unknownFile: file('unknown'),
    authTokensFile: file('auth-tokens'),
  }
  const plan = { unknown: unknownTokens, sessions, ...size, ...files }
  const variables = { JETON_DATA_DIR: dataDir, ...database.settings }
  await runTypeScript('bench/lib/seed.ts', [JSON.stringify(plan)], variables)
  const [token] = lines(files.tokensFile)
  const [unknownToken] = lines(files.unknownFile)
  return {
    ...database,
    dataDir,
    ...files,
    token,
    unknownToken,
    authTokens: lines(files.authTokensFile),
  }
}

/** @returns see verify-parts.ts */
export async function measureParts({ dataDir, tokensFile, unknownFile }) {
  const args = [tokensFile, unknownFile]
  return JSON.parse(
    await runTypeScript('bench/verify-parts.ts', args, {
      JETON_DATA_DIR: dataDir,
      JETON_RATE_LIMIT: 'off',
    }),
  )
}

function runTypeScript(file, args, variables) {
  return run(process.execPath, ['--import', 'tsx', file, ...args], variables)
}
