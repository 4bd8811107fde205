import { expect, test } from 'vitest'
import { orRefused } from '@/lib/second-factor/challenge'

test('an answer that is not valid is refused, and a database that is away is not taken for one', () => {
  expect(orRefused(new Error('Unexpected authentication response challenge'))).toBeNull()
  const away = Object.assign(new Error('The database cannot be reached'), { code: 'P1001' })
  expect(() => orRefused(away)).toThrow(away)
})
