import type { Page } from '@playwright/test'
import { password } from '@/test/support/client'
import { enterAs, enterAsNew } from './support/accounts'
import { fillActivity } from './support/activity'
import { expect, isLive, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

/*
 * No page shows an account after its session has ended: not in another window, not when it gets
 * focus again, and not after Back.
 */

const signedInPages = [
  '/',
  '/reference',
  '/account/tokens',
  '/account/profile',
  '/account/security',
  '/account/sessions',
  '/account/activity',
]

const signInPage = (path: string) => `/sign-in?next=${encodeURIComponent(path)}`

/**
 * Does not wait until that page has loaded: it leaves for another before, which aborts its load.
 */
const pressBack = (page: Page) => page.evaluate(() => history.back())

/**
 * Waits until the sign-in page that a link has led to is loaded once more. It does so by itself,
 * and drops what the document has kept of the account.
 */
async function isLoadedAnew(page: Page): Promise<void> {
  const isReload = () => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    return entry?.type === 'reload'
  }
  await page.waitForFunction(isReload, undefined, { polling: 50 })
  await isLive(page)
}

async function logOut(page: Page) {
  const menu = userMenu(page)
  await menu.button.click()
  await menu.item('Log Out').click()
  await expect(page).toHaveURL('/sign-in')
}

test('a log out in one window empties all others at once, looked at or not', async ({
  page,
  context,
  account,
}) => {
  test.slow()
  const others = []
  for (const path of ['/', '/reference', '/services', '/account/sessions']) {
    const other = await context.newPage()
    await visit(other, path)
    await expect(userMenu(other).button).toContainText(account.email)
    others.push({ path, other })
  }
  await visit(page, '/account/profile')
  await logOut(page)
  for (const { path, other } of others) {
    await expect(other).toHaveURL(signInPage(path))
    await expect(other.getByText(account.email)).toHaveCount(0)
  }
})

const returns = {
  'its tab is chosen': () => document.dispatchEvent(new Event('visibilitychange')),
  'its window is chosen': () => dispatchEvent(new Event('focus')),
}

test('every page is left when the user returns to it after its session was ended elsewhere', async ({
  page,
  context,
  account,
  call,
}) => {
  test.slow()
  for (const [index, path] of signedInPages.entries()) {
    await test.step(path, async () => {
      // The first one has the session of the account itself.
      if (index > 0) await enterAs(context, account)
      await visit(page, path)
      await expect(userMenu(page).button).toContainText(account.email)
      const headers = { 'xc-auth': await tokenOf(page) }
      await call('POST', '/api/v1/auth/user/signout', { headers })
      const way = path.startsWith('/account') ? 'its tab is chosen' : 'its window is chosen'
      await page.evaluate(returns[way])
      await expect(page).toHaveURL(signInPage(path))
      await expect(page.getByText(account.email)).toHaveCount(0)
    })
  }
})

/** Returns an auth token of the page's own session. */
async function tokenOf(page: Page): Promise<string> {
  const answer = await page.request.post('/api/v1/auth/token', {
    headers: { origin: new URL(page.url()).origin },
  })
  return (await answer.json()).token
}

test('a password that is changed in another browser ends the session here when the user returns', async ({
  page,
  account,
  call,
  context,
}) => {
  await visit(page, '/account/profile')
  const change = { currentPassword: password, newPassword: 'a much newer horse' }
  const own = await call('POST', '/api/v1/auth/user/signin', {
    json: { email: account.email, password },
  })
  const headers = { 'xc-auth': own.body.token }
  expect(
    (await call('POST', '/api/v1/auth/user/password/change', { headers, json: change })).status,
  ).toBe(200)
  const other = await context.newPage()
  await other.bringToFront()
  await page.bringToFront()
  await page.evaluate(returns['its window is chosen'])
  await expect(page).toHaveURL(signInPage('/account/profile'))
})

test('Back does not show the account: after a log out, nor where a link found the session over', async ({
  page,
  context,
  account,
  call,
}) => {
  await visit(page, '/account/profile')
  await page.getByRole('link', { name: 'Tokens' }).click()
  await expect(page.getByRole('heading', { name: 'API Tokens' })).toBeVisible()
  await logOut(page)
  for (const path of ['/account/tokens', '/account/profile']) {
    await pressBack(page)
    await expect(page).toHaveURL(signInPage(path))
    await expect(page.getByText(account.email)).toHaveCount(0)
  }
  await page.goto('/')
  await expect(page).toHaveURL(signInPage('/'))

  await enterAs(context, account)
  await visit(page, '/account/profile')
  await page.getByRole('link', { name: 'Tokens' }).click()
  await expect(page.getByRole('heading', { name: 'API Tokens' })).toBeVisible()
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': await tokenOf(page) } })
  await page.getByRole('link', { name: 'Sessions' }).click()
  await expect(page).toHaveURL(signInPage('/account/sessions'))
  await isLoadedAnew(page)
  await pressBack(page)
  await expect(page).toHaveURL(signInPage('/account/tokens'))
  await expect(page.getByText(account.email)).toHaveCount(0)
})

test('a page that the browser had kept as it was is not seen before the server was asked', async ({
  page,
  account,
}) => {
  await visit(page, '/account/profile')
  await page.context().clearCookies()
  const hidden = await page.evaluate(() => {
    dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    return getComputedStyle(document.documentElement).display
  })
  expect(hidden).toBe('none')
  await expect(page).toHaveURL(signInPage('/account/profile'))
  await expect(page.getByText(account.email)).toHaveCount(0)
})

test('a page whose browser has signed in to another account shows that one, and saves nothing to it of the first', async ({
  page,
  context,
  account,
}) => {
  await visit(page, '/account/profile')
  await page.getByLabel('Name').fill('of the first')
  const other = await enterAsNew(context)
  await page.evaluate(returns['its window is chosen'])
  await expect(userMenu(page).button).toContainText(other.email)
  await expect(page.getByLabel('Email')).toHaveValue(other.email)
  await expect(page.getByLabel('Name')).toHaveValue('')
  await expect(page.getByText(account.email)).toHaveCount(0)
})

test('a return to the page shows what changed elsewhere, and keeps what was loaded and typed', async ({
  page,
  account,
  call,
}) => {
  const headers = { 'xc-auth': account.authToken }
  await fillActivity(call, account)
  await visit(page, '/account/activity')
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row')
  await page.getByRole('button', { name: 'Load more' }).click()
  await expect(rows.last()).toContainText('Account created')
  const before = await rows.count()
  await call('PATCH', '/api/v1/user/profile', { headers, json: { display_name: 'Grace' } })
  await page.evaluate(returns['its window is chosen'])
  await expect(rows).toHaveCount(before + 1)
  await expect(rows.nth(1)).toContainText('Settings changed')
  await expect(rows.last()).toContainText('Account created')

  await visit(page, '/account/profile')
  await page.getByLabel('Name').fill('typed, not saved')
  await call('PATCH', '/api/v1/user/profile', { headers, json: { display_name: 'Hopper' } })
  await page.evaluate(returns['its window is chosen'])
  await expect(userMenu(page).button).toContainText('Hopper')
  await expect(page.getByLabel('Name')).toHaveValue('typed, not saved')
})
