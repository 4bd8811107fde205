import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import en from '@/messages/en.json' with { type: 'json' }
import fr from '@/messages/fr.json' with { type: 'json' }
import { createToken } from '@/test/support/client'
import { fillActivity } from './support/activity'
import { expect, ownerTest, test, visit, visitorTest } from './support/test'
import { tokensPage } from './support/tokens-page'

/* No page violates an axe rule in any of its main states, and none is wider than a small phone. */

const authPages = ['/sign-in', '/sign-up', '/reference']
const signedInPages = [
  '/',
  '/reference',
  '/account/tokens',
  '/account/profile',
  '/account/security',
  '/account/sessions',
  '/account/activity',
  '/nowhere',
]
const desktop = { width: 1280, height: 800 }
const phone = { width: 375, height: 700 }
const languages = [
  ['en', en],
  ['fr', fr],
] as const

test.describe.configure({ timeout: 120_000 })

for (const [locale, words] of languages) {
  const look = { locale, contextOptions: { reducedMotion: 'reduce' as const } }

  visitorTest.describe(`axe finds nothing, in ${locale}, light and dark,`, () => {
    visitorTest.use(look)
    visitorTest('on the pages for visitors', async ({ page }) => {
      for (const path of authPages) {
        await visit(page, path)
        for (const size of [desktop, phone]) {
          await page.setViewportSize(size)
          await scan(page)
        }
      }
    })
  })

  test.describe(`axe finds nothing, in ${locale}, light and dark,`, () => {
    test.use(look)

    test('on any screen', async ({ page }) => {
      await scanEach(page, signedInPages)
    })

    test('on any screen of a phone', async ({ page, account, call }) => {
      await createToken(call, account.authToken, 'n8n production')
      await page.setViewportSize(phone)
      await scanEach(page, signedInPages)
    })

    test('in what the Tokens tab can show', async ({ page, account, call }) => {
      await visit(page, '/account/tokens')
      await page.getByRole('button', { name: words.tokens.add }).click()
      await page.getByRole('button', { name: words.common.save }).click()
      await expect(page.getByText(words.tokens.nameMissing)).toBeVisible()
      await scan(page)
      await createToken(call, account.authToken, 'n8n production')
      await visit(page, '/account/tokens')
      await page.getByRole('button', { name: words.common.delete, exact: true }).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await scan(page)
    })

    test('in what the Activity tab can show', async ({ page, account, call }) => {
      await fillActivity(call, account)
      await visit(page, '/account/activity')
      await expect(page.getByText(words.activity.action.sign_in_failed)).toBeVisible()
      await scan(page)
      await page.getByRole('button', { name: words.activity.loadMore }).press('Enter')
      await expect(page.getByText(words.activity.action.signed_up)).toBeVisible()
      await page.setViewportSize(phone)
      await scan(page)
    })

    test('in the user menu', async ({ page }) => {
      await visit(page, '/')
      await page.getByRole('button', { name: words.menu.label }).press('Enter')
      await page.getByRole('menuitem', { name: words.menu.language }).press('ArrowRight')
      await expect(page.getByRole('menuitemradio')).toHaveCount(3)
      await scan(page)
    })
  })

  ownerTest.describe(`axe finds nothing, in ${locale}, light and dark,`, () => {
    ownerTest.use(look)

    ownerTest('in what People can show', async ({ page, call, account }) => {
      const headers = { 'xc-auth': account.authToken }
      const machine = { kind: 'machine', display_name: `backup ${locale}` }
      await call('POST', '/api/v1/users', { headers, json: machine })
      await scanEach(page, ['/', '/people?query=nobody', `/people?query=${account.email}`])
      const { people, common } = words
      const dialog = page.getByRole('dialog')
      const manage = page.getByRole('button', {
        name: people.manageWhom.replace('{name}', account.email),
      })
      await manage.click()
      await expect(page.getByRole('menuitem', { name: people.edit })).toBeVisible()
      await scan(page)
      await page.getByRole('menuitem', { name: people.edit }).click()
      await dialog.getByLabel(people.role).selectOption('member')
      await dialog.getByRole('button', { name: common.save }).click()
      await expect(dialog.getByRole('alert')).toHaveText(words.problem.last_owner)
      await scan(page)
      await page.keyboard.press('Escape')
      await manage.click()
      await page.getByRole('menuitem', { name: people.act.delete.item, exact: true }).click()
      await expect(dialog).toBeVisible()
      await scan(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: people.invite, exact: true }).click()
      await dialog.getByLabel(people.email).fill(`${crypto.randomUUID()}@example.com`)
      await dialog.getByRole('button', { name: people.invite, exact: true }).click()
      await expect(dialog.getByLabel(people.link.invitation.label)).toBeVisible()
      await page.setViewportSize(phone)
      await scan(page)
    })
  })

  ownerTest.describe(`in ${locale} at 320 px`, () => {
    ownerTest.use({ locale, viewport: { width: 320, height: 640 } })
    ownerTest('People and the next steps are not wider than the screen', async ({ page }) => {
      await measureEach(page, ['/', '/people', '/people?query=nobody'])
    })
  })

  test.describe(`in ${locale} at 320 px`, () => {
    test.use({ locale, viewport: { width: 320, height: 640 } })

    test('nothing is wider than the screen', async ({ page, context, account, call }) => {
      await measureEach(page, signedInPages)
      await createToken(call, account.authToken, 'x'.repeat(255))
      await fillActivity(call, account)
      await measureEach(page, ['/', '/account/tokens', '/account/activity'])
      await context.clearCookies()
      await measureEach(page, authPages)
    })
  })
}

test('axe finds nothing in a call of the API reference, nor is it wider than a small phone', async ({
  page,
}) => {
  await visit(page, '/reference')
  const call = page.locator('[id$="-createApiToken"]')
  await call.locator('button.opblock-summary-control').click()
  await call.getByRole('button', { name: 'Try it out' }).click()
  await expect(call.getByRole('textbox', { name: 'Request body' })).toBeVisible()
  await scan(page)
  await page.setViewportSize({ width: 320, height: 640 })
  await scan(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})

test('Tab reaches every control of Tokens, in the order of the page', async ({
  page,
  account,
  call,
}) => {
  await createToken(call, account.authToken)
  const tokens = tokensPage(page)
  await tokens.open()
  for (const control of [
    page.getByRole('link', { name: 'Skip to content' }),
    page.getByRole('link', { name: 'Jeton' }),
    page.getByRole('link', { name: 'Home' }),
    page.getByRole('link', { name: 'API reference' }),
    page.getByRole('button', { name: 'User menu' }),
    page.getByRole('link', { name: 'Tokens' }),
    page.getByRole('link', { name: 'Profile' }),
    page.getByRole('link', { name: 'Sessions' }),
    page.getByRole('link', { name: 'Activity' }),
    tokens.addButton,
    tokens.copy,
    tokens.delete,
    tokens.examples.getByRole('tab', { name: 'curl' }),
    tokens.examples.getByRole('tabpanel'),
    tokens.examples.getByRole('button', { name: 'Copy' }),
  ]) {
    await page.keyboard.press('Tab')
    await expect(control).toBeFocused()
  }
})

async function scanEach(page: Page, paths: string[]) {
  for (const path of paths) {
    await visit(page, path)
    await scan(page)
  }
}

/** Waits until finite animations have ended, such as transitions of colours. */
async function settle(page: Page) {
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    return Promise.allSettled(ending.map(({ finished }) => finished))
  })
}

/**
 * Scans both themes in one visit, because a page follows the colour scheme of the device without a
 * reload. Legacy mode suffices: only pages with frames need more.
 */
async function scan(page: Page) {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await settle(page)
    const axe = new AxeBuilder({ page }).setLegacyMode()
    // A theme changes colours only.
    if (colorScheme === 'dark') axe.withRules(['color-contrast'])
    const { violations } = await axe.analyze()
    const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])
    expect(found, `${page.url()} in ${colorScheme}`).toEqual([])
  }
}

async function measureEach(page: Page, paths: string[]) {
  for (const path of paths) {
    await visit(page, path)
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth),
      path,
    ).toBeLessThanOrEqual(320)
  }
}
