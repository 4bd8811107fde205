import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { identityNames } from '@/test/support/guarded'

/* No guide forgets an identity header, also where no test runs its text. */

test.each(readdirSync('docs/guides'))('%s names every identity header', (guide) => {
  const text = readFileSync(`docs/guides/${guide}`, 'utf8').toLowerCase()
  expect(identityNames.filter((name) => !text.includes(name.toLowerCase()))).toEqual([])
})
