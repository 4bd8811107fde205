import type { Page } from '@playwright/test'
import { type Server, startServer } from '@/test/support/server'
import { scan } from './support/axe'
import { expect, isLive, visit, visitorTest, watchNavigations } from './support/test'
import { userMenu } from './support/user-menu'

/* A demo, as its visitors see it. */

const test = visitorTest.extend<{ demo: Server }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  demo: async ({}, use) => {
    const demo = await startServer({ DEMO: '1' })
    await use(demo)
    await demo.stop()
  },
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

test('visitors enter a demo by one click, read on every page that it is one, and change nothing', async ({
  browser,
  demo,
}) => {
  test.slow()
  for (const [locale, words] of Object.entries(languages)) {
    const context = await browser.newContext({ locale, baseURL: demo.address })
    const expectNoLoop = watchNavigations(context)
    const page = await context.newPage()

    await test.step(`in ${locale}, one click leads into a demo`, async () => {
      await visit(page, '/account/tokens')
      // No rule of axe depends on the language.
      if (locale === 'en') await scan(page)
      await page.getByRole('button', { name: words.enter }).click()
      await page.waitForURL('**/account/tokens')
    })

    await test.step(`in ${locale}, every page says that it is one, and fits a small phone`, async () => {
      for (const path of pages) {
        await visit(page, path)
        await expect(page.getByText(words.bar)).toBeVisible()
        if (locale === 'en') await scan(page)
        await expectToFit(page)
      }
    })

    await test.step(`in ${locale}, a form says calmly that nothing was changed`, async () => {
      await visit(page, '/account/profile')
      await page.locator('input[name="name"]').fill('Somebody else')
      await page.locator('form:has(input[name="name"]) button[type="submit"]').click()
      await expect(page.getByText(words.unchanged)).toBeVisible()
    })

    if (locale === 'en')
      await test.step('a visitor keeps a theme, and enters again', () => chooseThemeAndReturn(page))
    expectNoLoop()
    await context.close()
  }
})

/** Chooses a theme on the page Profile, logs out, and enters again. */
async function chooseThemeAndReturn(page: Page): Promise<void> {
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
  await isLive(page)
  await page.getByRole('button', { name: languages.en.enter }).click()
  await page.waitForURL((url) => url.pathname === '/')
}

/** On a small phone, too, nothing is wider than the page. */
async function expectToFit(page: Page): Promise<void> {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 800 }
  await page.setViewportSize({ width: 320, height })
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow).toBe(0)
  await page.setViewportSize({ width, height })
}
