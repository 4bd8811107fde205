import type { Page } from '@playwright/test'
import { createToken } from '@/test/support/client'
import { fillActivity } from './support/activity'
import { scan, scanIn } from './support/axe'
import { operation } from './support/reference'
import { addUse, ownServices } from './support/services'
import { expect, ownerTest, test, visit, visitorTest } from './support/test'

/*
 * Every screen is whole in both languages. In English axe also finds nothing on it, on a desktop,
 * light and dark, and on a phone: no rule depends on the words, and both languages have all of them
 * (test/unit/messages.test.ts).
 */

const authPages = ['/sign-in', '/sign-up', '/found']
const signedInPages = [
  '/',
  '/services',
  '/account/tokens',
  '/account/profile',
  '/account/security',
  '/account/sessions',
  '/account/activity',
]
/** It takes the time of ten pages to load: a visitor reads it in English, a user in French. */
const referencePage = '/reference'

for (const [acceptLanguage, language, heading] of [
  ['fr-CA', 'fr', 'Connexion à Jeton'],
  ['de-DE', 'en', 'Sign in to Jeton'],
] as const) {
  visitorTest.describe(`a browser that asks for ${acceptLanguage}`, () => {
    visitorTest.use({ locale: acceptLanguage })
    visitorTest(`reads ${language}`, async ({ page }) => {
      await visit(page, '/sign-in')
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expect(page.getByRole('heading', { name: heading })).toBeVisible()
    })
  })
}

for (const language of ['en', 'fr']) {
  test.describe(`in ${language}`, () => {
    test.use({ locale: language })

    test('every screen is whole: axe finds nothing, it fits a small phone, and has no error, raw message key or request elsewhere', async ({
      page,
      context,
      account,
      call,
      owner,
      server,
    }) => {
      test.slow()
      const { errors, hosts } = watch(page)
      await walk(page, signedInPages, language)
      if (language === 'fr') await walk(page, [referencePage], language)
      // No screen, but a page all the same; the browser logs its status as an error.
      expect(errors.splice(0)).toEqual([])
      await visit(page, '/nowhere')
      await expectWhole(page, language)
      errors.splice(0)
      const { id } = await createToken(call, account.authToken, 'x'.repeat(255))
      await fillActivity(call, account)
      const own = ownServices(call, owner)
      await own.admit(account)
      const url = `https://example.com/${'x'.repeat(255)}`
      const service = await own.add('x'.repeat(255), { url })
      for (const used of ['', service, 'a', 'b', 'c', 'd', 'e']) await addUse(server, id, used)
      await walk(page, ['/', '/services', '/account/tokens', '/account/activity'], language)
      await context.clearCookies()
      await walk(page, authPages, language)
      if (language === 'en') await walk(page, [referencePage], language)
      expect(errors).toEqual([])
      expect([...hosts]).toEqual([server.address])
    })
  })
}

for (const language of ['en', 'fr']) {
  ownerTest.describe(`for an owner, in ${language}`, () => {
    ownerTest.use({ locale: language })

    ownerTest(
      'every screen is whole: axe finds nothing, it fits a small phone, and has no error, raw message key or request elsewhere',
      async ({ page, call, account, owner, server }) => {
        ownerTest.slow()
        const { errors, hosts } = watch(page)
        const title = 'x'.repeat(255)
        const name = await ownServices(call, owner).add(title, { groups: ['x'.repeat(64)] })
        const headers = { 'xc-auth': account.authToken }
        const machine = { kind: 'machine', display_name: 'backup' }
        const added = await call('POST', '/api/v1/users', { headers, json: machine })
        expect(added.status).toBe(200)
        const pages = [
          '/people',
          '/people?query=nobody',
          '/people?kind=machine',
          '/people?kind=machine&query=nobody',
          '/people/groups',
          '/services',
          `/services/${name}/protect`,
        ]
        await walk(page, ['/', ...pages], language)
        expect(errors).toEqual([])
        expect([...hosts]).toEqual([server.address])
      },
    )
  })
}

function watch(page: Page) {
  const errors: string[] = []
  const hosts = new Set<string>()
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('request', (request) => hosts.add(new URL(request.url()).origin))
  return { errors, hosts }
}

async function walk(page: Page, paths: readonly string[], language: string) {
  for (const path of paths) {
    await visit(page, path)
    await expect(page).toHaveURL(path)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    if (path === referencePage) await expect(operation(page, 'createApiToken')).toBeVisible()
    await expectWhole(page, language)
  }
}

async function expectWhole(page: Page, language: string): Promise<void> {
  const text = await page.locator('body').innerText()
  expect(text).not.toMatch(
    /\b(common|problem|shell|menu|preference|account|tokens|snippets|profile|sessions|activity|password|home|check|auth|reference|people|ownerSteps|services|protect|groups|whereGood|usage)\.[a-z]+[A-Z]?\w*\b/,
  )
  if (language === 'en') await scan(page, besideCalls)
  await onSmallPhone(page, async () => {
    const width = () => page.evaluate(() => document.documentElement.scrollWidth)
    await expect.poll(width, page.url()).toBeLessThanOrEqual(320)
    // The colours are those of the desktop, which has both themes.
    if (language === 'en') await scanIn(page, 'dark', besideCalls)
  })
}

/** e2e/accessibility.spec.ts tries the calls of the reference. */
const besideCalls = { exclude: '.swagger-ui' }

async function onSmallPhone(page: Page, act: () => Promise<void>): Promise<void> {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  await act()
  if (size) await page.setViewportSize(size)
}

test('the words of the mission are on the screen, as they are', async ({ page, account, call }) => {
  await visit(page, '/')
  await page.getByRole('button', { name: 'User menu' }).click()
  await expect(page.getByRole('menuitem', { name: 'Copy Auth Token', exact: true })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Account Settings', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Account Settings', exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Tokens', exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Add New API Token', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
  await createToken(call, account.authToken)
  await visit(page, '/account/tokens')
  await expect(page.getByRole('columnheader', { name: 'Actions', exact: true })).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: 'jtn_' })
  await expect(row.getByRole('button', { name: 'Copy', exact: true })).toBeVisible()
  await expect(row.getByRole('button', { name: 'Delete', exact: true })).toBeVisible()
})
