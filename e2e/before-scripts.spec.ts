import type { Page } from '@playwright/test'
import { expect, test, visitorTest } from './support/test'

/* Submits forms before their script has loaded, as on a slow line. */

const secret = 'not for an address'

async function sendFrom(page: Page, path: string, label: string): Promise<void> {
  await page.route('**/_next/static/**/*.js', (route) => route.abort())
  await page.goto(path)
  const field = page.getByLabel(label, { exact: true })
  await field.fill(secret)
  const [request] = await Promise.all([
    page.waitForRequest((request) => request.isNavigationRequest()),
    field.press('Enter'),
  ])
  expect(request.method()).toBe('POST')
  await expect(field).toHaveValue('')
  await expect(page).toHaveURL(path)
}

visitorTest(
  'no password and no found token gets into the address of a visitor’s page',
  async ({ page }) => {
    await sendFrom(page, '/sign-in?next=%2Faccount%2Fprofile', 'Password')
    await sendFrom(page, '/sign-up', 'Password')
    await sendFrom(page, '/found', 'Token')
  },
)

test('no password and no token gets into the address of a page', async ({ page }) => {
  await sendFrom(page, '/account/security', 'Current password')
  await sendFrom(page, '/', 'Token to check')
})
