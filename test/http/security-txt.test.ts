import { expect, test } from 'vitest'
import { clientOf } from '@/test/support/client'
import { expectProblem } from '@/test/support/problem'
import { sharedServer } from '@/test/support/shared-server'

const { address } = sharedServer()
const call = clientOf(address)
const path = '/.well-known/security.txt'

test('anybody reads whom to tell of a fault, as plain text, for less than a year', async () => {
  const { status, headers, text } = await call('GET', path)
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(text).toContain(`\nContact: ${address}/found\n`)
  const expires = Date.parse(/^Expires: (\S+)$/m.exec(text)?.[1] ?? '')
  expect(expires).toBeGreaterThan(Date.now())
  expect(expires).toBeLessThan(Date.now() + 365 * 86_400_000)
  expect((await call('HEAD', path)).text).toBe('')
})

test('its address has one spelling, and it cannot be written', async () => {
  expectProblem(await call('GET', `${path}/`), 404, 'not_found')
  expectProblem(await call('POST', path), 405, 'method_not_allowed')
})
