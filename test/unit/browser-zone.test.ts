import { afterEach, expect, test, vi } from 'vitest'
import { browserZone } from '@/components/ui/time'

afterEach(() => {
  vi.restoreAllMocks()
})

function answer(timeZone: string | undefined): void {
  const options = { ...Intl.DateTimeFormat().resolvedOptions(), timeZone } as never
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockReturnValue(options)
}

test('the browser’s time zone is used where the browser can format dates in it', () => {
  answer('Pacific/Kiritimati')
  expect(browserZone()).toBe('Pacific/Kiritimati')
})

test.each(['Etc/Unknown', '', undefined])('UTC is used where the time zone is %j', (timeZone) => {
  answer(timeZone)
  expect(browserZone()).toBe('UTC')
})

test('UTC is used where the browser throws an error instead of naming its time zone', () => {
  vi.spyOn(Intl.DateTimeFormat.prototype, 'resolvedOptions').mockImplementation(() => {
    throw new RangeError('Incorrect locale information provided')
  })
  expect(browserZone()).toBe('UTC')
})
