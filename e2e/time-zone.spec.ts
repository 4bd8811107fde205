import { createToken } from '@/test/support/client'
import { allowClipboard } from './support/clipboard'
import { expect, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

/**
 * Answers of a browser, with the time zone that a page reads from each. The pages after the loop
 * are opened with the last answer, which is an error.
 */
const zones = [
  { read: 'Etc/Unknown', answer: () => ({ timeZone: 'Etc/Unknown' }) },
  { read: '', answer: () => ({ timeZone: '' }) },
  { read: 'undefined', answer: () => ({}) },
  {
    read: 'RangeError',
    answer: () => {
      throw new RangeError('Incorrect locale information provided')
    },
  },
]

function readTimeZone(): string {
  try {
    return `${Intl.DateTimeFormat().resolvedOptions().timeZone}`
  } catch (error) {
    return (error as Error).name
  }
}

test.use({ timezoneId: 'Pacific/Kiritimati' })

test('dates are in UTC where the browser’s time zone is unknown, unsupported or missing', async ({
  page,
  context,
  account,
  call,
}) => {
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  await allowClipboard(context)
  await createToken(call, account.authToken)
  const expectUtc = async (path: string) => {
    await visit(page, path)
    const time = page.locator('main time').first()
    const at = new Date((await time.getAttribute('datetime')) ?? '')
    await expect(time).toHaveAttribute('title', inUtc(at))
  }
  for (const { read, answer } of zones) {
    await test.step(`a page reads the time zone "${read}"`, async () => {
      // The latest of these scripts counts.
      await page.addInitScript(`Intl.DateTimeFormat.prototype.resolvedOptions = ${answer}`)
      await expectUtc('/account/sessions')
      expect(await page.evaluate(readTimeZone)).toBe(read)
    })
  }

  await test.step('every page and the user menu work where it is an error', async () => {
    for (const path of ['/account/tokens', '/account/activity']) await expectUtc(path)
    await visit(page, '/')
    const check = page.getByRole('region', { name: 'Check a token' })
    await check.getByLabel('Token to check').fill(account.authToken)
    await check.getByRole('button', { name: 'Check' }).click()
    await expect(check.getByRole('time')).toHaveCount(2)
    const menu = userMenu(page)
    await menu.button.click()
    await menu.item('Copy Auth Token').click()
    await expect(page.getByRole('region', { name: 'Notification' })).toContainText(
      'Auth token copied.',
    )
  })
  expect(errors).toEqual([])
})

const inUtc = (at: Date) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' }).format(
    at,
  )
