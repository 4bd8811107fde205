import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './processes.mjs'

/** So many that one round, at any speed, sends none of them twice. */
const unknownTokens = 200_000
const sessions = 40

const lines = (file) => readFileSync(file, 'utf8').trimEnd().split('\n')

/** Fills a new data folder. @param size how many users, and how many of their tokens are asked for */
export async function seed(dataDir, size) {
  const file = (name) => join(dataDir, `bench-${name}`)
  const files = {
    tokensFile: file('tokens'),
    unknownFile: file('unknown'),
    authTokensFile: file('auth-tokens'),
  }
  const plan = { ...size, unknown: unknownTokens, sessions, ...files }
  await runTypeScript('bench/lib/seed.ts', [JSON.stringify(plan)], { JETON_DATA_DIR: dataDir })
  const [token] = lines(files.tokensFile)
  const [unknownToken] = lines(files.unknownFile)
  return { dataDir, ...files, token, unknownToken, authTokens: lines(files.authTokensFile) }
}

/** @returns see verify-parts.ts */
export async function measureParts({ dataDir, tokensFile, unknownFile }) {
  const args = [tokensFile, unknownFile]
  return JSON.parse(
    await runTypeScript('bench/verify-parts.ts', args, { JETON_DATA_DIR: dataDir, JETON_RATE_LIMIT: 'off' }),
  )
}

function runTypeScript(file, args, variables) {
  return run(process.execPath, ['--import', 'tsx', file, ...args], variables)
}
