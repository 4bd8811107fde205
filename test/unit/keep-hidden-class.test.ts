import { expect, test } from 'vitest'
import { keepHiddenClass } from '@/server/keep-hidden-class'

test('one object of a tick is kept, and no other after it', async () => {
  const kept = keepHiddenClass()
  expect(kept).toHaveLength(1)
  expect(kept[0]).toMatchObject({ callback: expect.any(Function) })
  await new Promise<void>((resolve) => process.nextTick(resolve))
  expect(keepHiddenClass()).toHaveLength(1)
})
