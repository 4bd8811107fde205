import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actions } from '@/shared/audit-event'

test('every action of the audit log is expected by a test', () => {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  const tests = files.filter((file) => file.endsWith('.test.ts'))
  const text = tests.map((file) => readFileSync(`test/${file}`, 'utf8')).join('\n')
  expect(actions.filter((action) => !text.includes(`'${action}'`))).toEqual([])
})
