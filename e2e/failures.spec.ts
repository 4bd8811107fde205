import type { Locator, Page, Route } from '@playwright/test'
import { createToken, password, signUp } from '@/test/support/client'
import { fillActivity } from './support/activity'
import { authPage } from './support/auth-page'
import { allowClipboard } from './support/clipboard'
import { expect, test, visit, visitorTest } from './support/test'
import { userMenu } from './support/user-menu'

/*
 * A proxy or gateway may interfere between a page and the server. The page explains a failed call,
 * and its form keeps the input.
 */

/** Simulates a proxy that adds its own credential to requests. */
const override = (route: Route) =>
  route.continue({
    headers: { ...route.request().headers(), authorization: 'Bearer of-the-proxy' },
  })

/** Simulates a proxy that responds with a page of its own. */
const answerAs = (status: number) => (route: Route) =>
  route.fulfill({
    status,
    contentType: 'text/html',
    body: '<h1>Please sign in to the gateway</h1>',
  })

/** Triggers a call, and returns the element that explains its failure. */
type Act = (page: Page) => Promise<Locator>

const toast = (page: Page) => page.getByRole('region', { name: 'Notification' })

const press = async (page: Page, name: string) => {
  await page.getByRole('button', { name, exact: true }).click()
  return toast(page)
}

const choose = async (page: Page, name: string) => {
  const menu = userMenu(page)
  if (!(await menu.popup.isVisible())) await menu.button.click()
  await menu.item(name).click()
  return toast(page)
}

const calls: Record<string, readonly Act[]> = {
  '/account/profile': [
    async (page) => {
      await page.getByLabel('Name').fill('typed')
      await press(page, 'Save')
      await expect(page.getByLabel('Name')).toHaveValue('typed')
      return page
        .locator('form')
        .filter({ has: page.getByLabel('Name') })
        .getByRole('alert')
    },
    async (page) => {
      await page.getByText('Dark', { exact: true }).click()
      return toast(page)
    },
    async (page) => {
      await page.getByLabel('Language').selectOption('Français')
      return toast(page)
    },
  ],
  '/account/security': [
    async (page) => {
      await page.getByLabel('Current password').fill(password)
      await page.getByLabel('New password').fill('a much newer horse')
      await press(page, 'Change password')
      return page
        .locator('form')
        .filter({ has: page.getByLabel('New password') })
        .getByRole('alert')
    },
  ],
  '/account/tokens': [
    (page) => press(page, 'Copy'),
    (page) => press(page, 'Copy example'),
    async (page) => {
      await press(page, 'Delete')
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      return page.getByRole('dialog').getByRole('alert')
    },
  ],
  '/account/sessions': [
    (page) => press(page, 'Sign out'),
    (page) => press(page, 'Sign out everywhere else'),
  ],
  '/account/activity': [(page) => press(page, 'Load more')],
  '/': [
    async (page) => {
      await page.getByLabel('Token to check').fill('garbage')
      await press(page, 'Check')
      return page.getByRole('region', { name: 'Check a token' }).getByRole('alert')
    },
    (page) => choose(page, 'Copy Auth Token'),
    (page) => choose(page, 'Log Out'),
  ],
  '/reference': [
    async (page) => {
      await press(page, 'Use my auth token')
      return page.getByRole('status').filter({ hasText: 'Authorization' })
    },
  ],
}

test.describe('a call that fails is explained on the page that made it', () => {
  test('every one, where a proxy adds a credential that does not count', async ({
    page,
    context,
    account,
    call,
  }) => {
    test.slow()
    await allowClipboard(context)
    await createToken(call, account.authToken)
    await fillActivity(call, account)
    await call('POST', '/api/v1/auth/user/signin', { json: { email: account.email, password } })
    await page.route('**/api/v1/**', async (route) => {
      if (route.request().url().endsWith('/openapi.json')) return route.continue()
      await override(route)
    })
    for (const [path, acts] of Object.entries(calls)) {
      await visit(page, path)
      for (const act of acts) {
        await expect(await act(page)).toContainText('another credential came with this request')
        await expect(page).toHaveURL(path)
        const dismiss = toast(page).getByRole('button', { name: 'Dismiss' })
        if (await dismiss.isVisible()) await dismiss.click()
      }
    }
  })

  test('the whole of it, where a proxy answers in the server’s place', async ({ page }) => {
    await visit(page, '/account/profile')
    // Two that follow each other differ in their status, so that no explanation is an old one.
    for (const [status, contentType, body] of [
      [401, 'text/html', '<h1>Sign in to the gateway</h1>'],
      [200, 'text/html', '<h1>Sign in to the gateway</h1>'],
      [502, 'application/json', '{"message":"no upstream"}'],
      [200, 'application/json', ''],
      [429, 'text/plain', 'slow down'],
    ] as const) {
      await page.route('**/api/v1/user/profile', (route) =>
        route.fulfill({ status, contentType, body }),
      )
      for (const act of calls['/account/profile']?.slice(0, 2) ?? []) {
        await expect(await act(page)).toContainText(`answered in its place (status ${status})`)
      }
      await expect(page).toHaveURL('/account/profile')
      await page.unroute('**/api/v1/user/profile')
    }
  })
})

test('a document that does not come is explained in the reference', async ({ page }) => {
  await page.route('**/openapi.json', answerAs(502))
  await page.goto('/reference')
  await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be loaded' })).toBeVisible()
  await expect(page.getByText('Loading the reference…')).toHaveCount(0)
})

visitorTest(
  'the sign-in pages explain what a proxy answers, and a cookie that is refused',
  async ({ page, context, call }) => {
    const { email } = await signUp(call)
    const { emailField, passwordField, signIn, signUp: create } = authPage(page)
    const alert = (words: string) => page.getByRole('alert').filter({ hasText: words })
    for (const path of ['/api/auth/csrf', '/api/auth/callback/credentials']) {
      await page.route(`**${path}`, answerAs(502))
      await visit(page, '/sign-in')
      await authPage(page).enter(email)
      await expect(alert('(status 502)')).toBeVisible()
      await expect(emailField).toHaveValue(email)
      await page.unrouteAll()
    }
    await page.route('**/api/auth/csrf', async (route) => {
      const response = await route.fetch()
      await context.clearCookies()
      await route.fulfill({
        status: 200,
        contentType: 'application/json',
        body: await response.text(),
      })
    })
    await context.clearCookies()
    await visit(page, '/sign-in')
    await authPage(page).enter(email)
    await expect(alert('didn’t keep the cookie')).toBeVisible()
    await page.unrouteAll()
    await signIn.click()
    await expect(page).toHaveURL('/')

    await context.clearCookies()
    await page.route('**/api/v1/auth/user/signup', answerAs(403))
    await visit(page, '/sign-up')
    await emailField.fill('ada@example.com')
    await passwordField.fill(password)
    await create.click()
    await expect(alert('(status 403)')).toBeVisible()
    await expect(emailField).toHaveValue('ada@example.com')
  },
)
