import { writeFileSync } from 'node:fs'
import { requireExpected } from './summary.mjs'

/**
 * Runs a benchmark and reports the result as its command line asks. Exits with code 1 if it fails.
 * @param readSettings reads the command line
 * @param work returns the result, which is printed, written as JSON, and put into
 * docs/benchmarks.md
 */
export async function report(readSettings, { work, print, writeDocument }) {
  try {
    const settings = readSettings()
    const result = await work(settings)
    print(result)
    if (settings.json) writeFileSync(settings.json, `${JSON.stringify(result, null, 2)}\n`)
    requireExpected(result.rows)
    if (settings.write) writeDocument(result)
  } catch (error) {
    console.error(`The benchmark failed: ${error.message}`)
    process.exit(1)
  }
}
