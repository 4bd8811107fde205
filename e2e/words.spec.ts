import type { Page } from '@playwright/test'
import { createToken } from '@/test/support/client'
import { fillActivity } from './support/activity'
import { expect, ownerTest, test, visit, visitorTest } from './support/test'

const authPages = ['/sign-in', '/sign-up']
const signedInPages = [
  '/',
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

    test('every screen is whole: no error, no raw message key, no other host', async ({
      page,
      context,
      account,
      call,
      server,
    }) => {
      const { errors, hosts } = watch(page)
      await walk(page, signedInPages, language)
      await createToken(call, account.authToken)
      await fillActivity(call, account)
      await walk(page, ['/', '/account/tokens', '/account/activity'], language)
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
      async ({ page, server }) => {
        const { errors, hosts } = watch(page)
        await walk(page, ['/', '/people', '/people?query=nobody'], language)
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
      /\b(common|problem|shell|menu|preference|account|tokens|snippets|profile|sessions|activity|password|home|check|auth|reference|people|ownerSteps)\.[a-z]+[A-Z]?\w*\b/,
    )
  }
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
