import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder, run } from './processes.mjs'
import { dataSets } from './verify-cases.mjs'

/** So many that one round, at any speed, sends none of them twice. */
const unknownTokens = 200_000
const sessions = 40

const lines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n')

/**
 * Fills the databases that the cases ask of, and no more. What else is measured is measured on the main one.
 * @param createDatabase of a server, where they are not to be files: answers what the data set has from then on
 * @returns the data sets, by name
 */
export function seedAll(chosen, createDatabase) {
  const sides = chosen.flatMap((test) => Object.values(test.sides))
  return seedSets(new Set(['main', ...sides.flatMap(({ data = [] }) => data)]), createDatabase)
}

/** The same, of the data sets of these names. */
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
 * @param size how many users, and how many of their tokens are asked for
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
