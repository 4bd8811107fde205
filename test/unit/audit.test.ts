import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesOfPackages } from '@/scripts/package-files.mjs'

interface Vulnerability {
  name: string
  severity: string
}

/**
 * Asks the registry about all packages.
 * @returns null if it does not answer, for example without a network
 */
function audit(): Vulnerability[] | null {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--audit'], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  try {
    const { vulnerabilities } = JSON.parse(stdout)
    return vulnerabilities === undefined ? null : Object.values(vulnerabilities)
  } catch {
    return null
  }
}

const code = ['dist', '.next/server']

/** Returns the packages that run: those in the bundles and the pages, and those that these load. */
async function packagesThatRun(): Promise<Set<string>> {
  const maps = code.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.map') && !name.startsWith('package'))
      .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('%40', '@')),
  )
  const paths = [...maps, ...(await filesOfPackages(code))].join('\n')
  const names = paths.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)/g)
  return new Set([...names].map(([, name]) => name as string))
}

test('the packages that run are found, in bundles and beside them', async () => {
  const found = await packagesThatRun()
  for (const name of ['next', 'jose', '@simplewebauthn/server', 'better-sqlite3', 'piscina'])
    expect(found).toContain(name)
  expect(found).not.toContain('vitest')
})

test('no package that runs has a known fault that is high or critical, or SECURITY.md explains it', async ({
  skip,
}) => {
  const found = audit()
  if (found === null) return skip('The registry does not answer `npm audit` from here.')
  const explained = readFileSync('SECURITY.md', 'utf8').split('## Packages')[1] ?? ''
  const running = await packagesThatRun()
  const grave = found.filter(
    ({ name, severity }) => running.has(name) && ['high', 'critical'].includes(severity),
  )
  expect(
    grave.map(({ name }) => name).filter((name) => !explained.includes(`\`${name}\``)),
  ).toEqual([])
})
