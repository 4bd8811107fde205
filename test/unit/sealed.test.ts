import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSealed, seal } from '@/lib/tokens/sealed'

const key = randomBytes(32)

test('a sealed token opens with its key and its id', async () => {
  expect(await openSealed(await seal('secret', 'a', key), 'a', key)).toBe('secret')
})

test('a sealed token moved to another row does not open', async () => {
  await expect(openSealed(await seal('secret', 'a', key), 'b', key)).rejects.toThrow()
})

test('a sealed token does not open with another key', async () => {
  await expect(openSealed(await seal('secret', 'a', key), 'a', randomBytes(32))).rejects.toThrow()
})

test('a sealed token that was altered does not open', async () => {
  const sealed = await seal('secret', 'a', key)
  const parts = sealed.split('.')
  const flipped = [
    ...parts.slice(0, 3),
    Buffer.from('xxxxxx').toString('base64url'),
    parts[4],
  ].join('.')
  await expect(openSealed(flipped, 'a', key)).rejects.toThrow()
})

test('two copies of one token differ, and neither shows it', async () => {
  const [first, second] = await Promise.all([seal('secret', 'a', key), seal('secret', 'a', key)])
  expect(first).not.toBe(second)
  expect(Buffer.from(first, 'base64url').includes('secret')).toBe(false)
})
