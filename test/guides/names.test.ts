import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { identityNames } from '@/test/support/guarded'

/* No guide forgets an identity header, also where no test runs its text. */

/** They ask the verifier nothing. */
const others = ['backup-and-move.md', 'offline-jwt.md', 'operations.md', 'scale-out.md']

test.each(readdirSync('docs/guides').filter((guide) => !others.includes(guide)))(
  '%s names every identity header',
  (guide) => {
    const text = readFileSync(`docs/guides/${guide}`, 'utf8').toLowerCase()
    expect(identityNames.filter((name) => !text.includes(name.toLowerCase()))).toEqual([])
  },
)
