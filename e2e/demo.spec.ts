import type { Page } from '@playwright/test'
import { type Server, startServer } from '@/test/support/server'
import { scan } from './support/axe'
import { expect, isLive, visit, visitorTest } from './support/test'
import { userMenu } from './support/user-menu'

/* A demo, as its visitors see it. */

const test = visitorTest.extend<object, { demo: Server }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const demo = await startServer({ DEMO: '1' })
      await use(demo)
      await demo.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  baseURL: async ({ demo }, use) => use(demo.address),
})

const languages = {
  en: { bar: /^Demo: /, enter: 'Enter as Alma Brandt', unchanged: 'nothing was changed' },
  fr: {
    bar: /^Démo\s: /,
    enter: 'Entrer en tant qu’Alma Brandt',
    unchanged: 'rien n’a été modifié',
  },
} as const

const pages = ['/', '/services', '/people', '/account/tokens', '/account/activity']

for (const [locale, words] of Object.entries(languages)) {
  test.describe(`in ${locale}`, () => {
    test.use({ locale })

    test('one click leads into a demo, and every page says that it is one', async ({ page }) => {
      await visit(page, '/account/tokens')
      await scan(page)
      await page.getByRole('button', { name: words.enter }).click()
      await page.waitForURL('**/account/tokens')
      for (const path of pages) {
        await visit(page, path)
        await expect(page.getByText(words.bar)).toBeVisible()
        await scan(page)
        await expectToFit(page)
      }
    })

    test('a form of a demo says calmly that nothing was changed', async ({ page }) => {
      await visit(page, '/account/profile')
      await page.getByRole('button', { name: words.enter }).click()
      await page.waitForURL('**/account/profile')
      await visit(page, '/account/profile')
      await page.locator('input[name="name"]').fill('Somebody else')
      await page.locator('form:has(input[name="name"]) button[type="submit"]').click()
      await expect(page.getByText(words.unchanged)).toBeVisible()
    })
  })
}

test('a visitor of a demo chooses a theme, logs out, and enters again', async ({ page }) => {
  await visit(page, '/account/profile')
  await page.getByRole('button', { name: languages.en.enter }).click()
  await page.waitForURL('**/account/profile')
  await visit(page, '/account/profile')
  const stored = page.waitForResponse('**/api/v1/user/profile')
  await page.getByText('Dark', { exact: true }).click()
  expect((await stored).status()).toBe(200)
  await page.reload()
  await isLive(page)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  const menu = userMenu(page)
  await menu.button.click()
  await menu.item('Log Out').click()
  await page.waitForURL('**/sign-in')
  await visit(page, '/sign-in')
  await page.getByRole('button', { name: languages.en.enter }).click()
  await page.waitForURL((url) => url.pathname === '/')
})

/** On a small phone, too, nothing is wider than the page. */
async function expectToFit(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 }
  await page.setViewportSize({ width: 320, height })
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow).toBe(0)
  await page.setViewportSize({ width, height })
}
