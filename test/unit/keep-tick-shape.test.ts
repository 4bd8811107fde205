import { expect, test } from 'vitest'
import { keepTickShape } from '@/server/keep-tick-shape'

test('one object of a tick is kept, and no other after it', async () => {
  const kept = keepTickShape()
  expect(kept).toHaveLength(1)
  expect(kept[0]).toMatchObject({ callback: expect.any(Function) })
  await new Promise<void>((resolve) => process.nextTick(resolve))
  expect(keepTickShape()).toHaveLength(1)
})
