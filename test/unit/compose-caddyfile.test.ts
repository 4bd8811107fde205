import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { insertAfter, snippetOf } from '@/test/support/guide'

/** With more than one instance, the next one is asked when one does not answer. */
const severalInstances = [
  '\t\t\thealth_uri /api/ready',
  '\t\t\thealth_interval 1s',
  '\t\t\tlb_try_duration 2s',
].join('\n')

test("the compose files protect their service with the guide's configuration", () => {
  const guide = snippetOf('caddy.md', 'caddyfile', {
    'http://127.0.0.1:8000': 'http://:8000',
    '127.0.0.1:3000': '{$JETON_INSTANCES:jeton:3000}',
    '127.0.0.1:8080': 'whoami:80',
  })
  const site = insertAfter(guide, /^\t+uri \/api\/v1\/verify$/, severalInstances)
  const file = readFileSync('deploy/Caddyfile', 'utf8')
  expect(file.slice(file.indexOf('http://:8000 {'))).toBe(site)
})
