import { createToken } from '@/test/support/client'
import { allowClipboard } from './support/clipboard'
import { expect, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

/* Dates are shown in UTC where the browser's time zone is unknown, unsupported or missing. */

const zones = {
  'Etc/Unknown': () => ({ timeZone: 'Etc/Unknown' }),
  'an empty name': () => ({ timeZone: '' }),
  'no name': () => ({}),
  'an error': () => {
    throw new RangeError('Incorrect locale information provided')
  },
}

test.use({ timezoneId: 'Pacific/Kiritimati' })

for (const [name, answer] of Object.entries(zones)) {
  test(`dates are in UTC where the browser’s time zone is ${name}`, async ({
    page,
    context,
    account,
    call,
  }) => {
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    await allowClipboard(context)
    await createToken(call, account.authToken)
    await context.addInitScript(`Intl.DateTimeFormat.prototype.resolvedOptions = ${answer}`)
    for (const path of ['/account/tokens', '/account/sessions', '/account/activity', '/']) {
      await visit(page, path)
      const times = page.locator('main time')
      if (path !== '/') {
        const at = new Date((await times.first().getAttribute('datetime')) ?? '')
        await expect(times.first()).toHaveAttribute('title', inUtc(at))
      }
    }
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
    expect(errors).toEqual([])
  })
}

const inUtc = (at: Date) =>
  new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'UTC' }).format(
    at,
  )
