import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('every file that SECURITY.md names as where something is met or shown is there', () => {
  const text = readFileSync('SECURITY.md', 'utf8')
  const named = [
    ...text.matchAll(/\b(?:lib|test|e2e|components|docs)\/[\w/.-]+\.(?:tsx?|md)\b/g),
  ].map(([path]) => path)
  expect(named.length).toBeGreaterThan(40)
  expect([...new Set(named)].filter((path) => !existsSync(path))).toEqual([])
})
