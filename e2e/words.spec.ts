import type { Page } from '@playwright/test'
import { createToken } from '@/test/support/client'
import { fillActivity } from './support/activity'
import { operation } from './support/reference'
import { ownServices } from './support/services'
import { expect, ownerTest, test, visit, visitorTest } from './support/test'

const authPages = ['/sign-in', '/sign-up', '/found', '/reference']
const signedInPages = [
  '/',
  '/services',
  '/reference',
  '/account/tokens',
  '/account/profile',
  '/account/security',
  '/account/sessions',
  '/account/activity',
]

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

    test('every screen is whole: no error, no raw message key, no other host, and nothing wider than a small phone', async ({
      page,
      context,
      account,
      call,
      owner,
      server,
    }) => {
      const { errors, hosts } = watch(page)
      await walk(page, signedInPages, language)
      // No screen, but a page all the same; the browser logs its status as an error.
      expect(errors.splice(0)).toEqual([])
      await visit(page, '/nowhere')
      await measure(page)
      errors.splice(0)
      await createToken(call, account.authToken, 'x'.repeat(255))
      await fillActivity(call, account)
      const own = ownServices(call, owner)
      await own.admit(account)
      await own.add('x'.repeat(255), { url: `https://example.com/${'x'.repeat(255)}` })
      await walk(page, ['/', '/services', '/account/tokens', '/account/activity'], language)
      await context.clearCookies()
      await walk(page, authPages, language)
      expect(errors).toEqual([])
      expect([...hosts]).toEqual([server.address])
    })
  })
}

for (const language of ['en', 'fr']) {
  ownerTest.describe(`for an owner, in ${language}`, () => {
    ownerTest.use({ locale: language })

    ownerTest(
      'every screen is whole: no error, no raw message key, no other host',
      async ({ page, call, owner, server }) => {
        const { errors, hosts } = watch(page)
        const title = 'x'.repeat(255)
        const name = await ownServices(call, owner).add(title, { groups: ['x'.repeat(64)] })
        const pages = [
          '/people',
          '/people?query=nobody',
          '/people?kind=machine',
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
    const text = await page.locator('body').innerText()
    expect(text).not.toMatch(
      /\b(common|problem|shell|menu|preference|account|tokens|snippets|profile|sessions|activity|password|home|check|auth|reference|people|ownerSteps|services|protect|groups|whereGood|usage)\.[a-z]+[A-Z]?\w*\b/,
    )
    if (path === '/reference') await expect(operation(page, 'createApiToken')).toBeVisible()
    await measure(page)
  }
}

/** Expects that no page scrolls sideways on a small phone. */
async function measure(page: Page) {
  const size = page.viewportSize()
  await page.setViewportSize({ width: 320, height: 640 })
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await expect.poll(width, page.url()).toBeLessThanOrEqual(320)
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
