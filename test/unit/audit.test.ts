import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Vulnerability {
  name: string
  severity: string
}

/**
 * Asks the registry about the packages that run.
 * @returns null if it does not answer, for example without a network
 */
function audit(): Vulnerability[] | null {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json', '--audit'], {
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

test('no package that runs has a known fault that is high or critical, or SECURITY.md explains it', ({
  skip,
}) => {
  const found = audit()
  if (found === null) return skip('The registry does not answer `npm audit` from here.')
  const explained = readFileSync('SECURITY.md', 'utf8').split('## Packages')[1] ?? ''
  const grave = found.filter(({ severity }) => ['high', 'critical'].includes(severity))
  expect(
    grave.map(({ name }) => name).filter((name) => !explained.includes(`\`${name}\``)),
  ).toEqual([])
})
