import { expect, test, vi } from 'vitest'
import { oncePerProcess } from '@/lib/once-per-process'

test('a value is made once, for every module that asks for it by name', () => {
  const make = vi.fn(() => ({}))
  const [one, other] = [oncePerProcess('test-value', make), oncePerProcess('test-value', make)]
  expect(one()).toBe(other())
  expect(one()).toBe(one())
  expect(make).toHaveBeenCalledOnce()
})

test('a promise that is rejected is made again by the next call, and one that resolves is kept', async () => {
  const make = vi.fn(async () => {
    if (make.mock.calls.length === 1) throw new Error('not yet')
    return 'made'
  })
  const [one, other] = [oncePerProcess('test-promise', make), oncePerProcess('test-promise', make)]
  const [first, second] = [one(), other()]
  expect(first).toBe(second)
  await expect(first).rejects.toThrow('not yet')
  expect(await other()).toBe('made')
  expect(await one()).toBe('made')
  expect(make).toHaveBeenCalledTimes(2)
})
