import type { Browser, Page } from '@playwright/test'
import { signIn } from '@/test/support/client'
import { type Account, enterAs } from './support/accounts'
import { curlMe } from './support/curl'
import { expect, test, visit } from './support/test'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

test('each device is named in words; this one is marked and stays, another is signed out and closed at once', async ({
  page,
  browser,
  account,
  server,
}) => {
  const other = await signInElsewhere(browser, { account, address: server.address })
  await visit(page, '/account/sessions')
  const rows = page.getByRole('table', { name: 'Sessions' }).getByRole('row')
  await expect(rows).toHaveCount(3)
  const mine = rows.filter({ hasText: 'This device' })
  await expect(mine).toHaveCount(1)
  await expect(mine).toContainText(/Chrome \d+ on \w+/)
  await expect(mine.getByRole('button')).toHaveCount(0)
  await expect(mine.getByRole('time')).toHaveCount(2)
  await expect(mine.getByRole('time').first()).toHaveText(/\d:\d\d/)
  await expect(rows.filter({ hasText: 'Firefox 128 on Linux' })).toHaveCount(1)
  await expect(other.getByText('This device')).toHaveCount(0)
  await visit(other, '/account/sessions')
  await expect(other.getByRole('row').filter({ hasText: 'This device' })).toContainText(
    'Firefox 128',
  )

  const row = page.getByRole('row').filter({ hasText: 'Firefox' })
  await row.getByRole('button', { name: 'Sign out' }).click()
  await expect(page.getByRole('region', { name: 'Notification' })).toContainText(
    'Session signed out',
  )
  await expect(row).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Sessions' })).toBeFocused()
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()

  await other.reload()
  await expect(other).toHaveURL('/sign-in?next=%2Faccount%2Fsessions')
  await page.reload()
  await expect(page.getByText('This device')).toBeVisible()
  await other.context().close()
})

test('everywhere else is signed out in one go, with the auth tokens of those sessions', async ({
  page,
  browser,
  account,
  server,
  call,
}) => {
  const other = await signInElsewhere(browser, { account, address: server.address })
  const authToken = await signIn(call, account.email)
  await visit(page, '/account/sessions')
  await expect(page.getByRole('row')).toHaveCount(4)
  const signOutOthers = page.getByRole('button', { name: 'Sign out everywhere else' })
  await signOutOthers.click()
  await expect(page.getByRole('region', { name: 'Notification' })).toContainText(
    'Signed out everywhere else',
  )
  await expect(page.getByRole('row')).toHaveCount(2)
  await expect(signOutOthers).toHaveCount(0)

  expect((await curlMe(server.address, { 'xc-auth': authToken })).status).toBe(401)
  expect((await curlMe(server.address, { 'xc-auth': account.authToken })).status).toBe(200)
  await other.reload()
  await expect(other).toHaveURL('/sign-in?next=%2Faccount%2Ftokens')
  await other.context().close()
})

test('the page says that a session has already ended, and removes its row', async ({
  page,
  account,
  call,
}) => {
  const authToken = await signIn(call, account.email)
  await visit(page, '/account/sessions')
  await expect(page.getByRole('row')).toHaveCount(3)
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': authToken } })
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  const toast = page.getByRole('region', { name: 'Notification' })
  await expect(toast).toContainText('That session had already ended.')
  await expect(page.getByRole('row')).toHaveCount(2)
})

interface Elsewhere {
  account: Account
  address: string
}

/** Opens the Tokens tab as the same user in another browser. */
async function signInElsewhere(browser: Browser, { account, address }: Elsewhere): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, userAgent: firefox })
  await enterAs(context, account)
  const page = await context.newPage()
  await visit(page, '/account/tokens')
  return page
}
