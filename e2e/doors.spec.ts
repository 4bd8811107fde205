import type { Page } from '@playwright/test'
import { password, signUp } from '@/test/support/client'
import { startServer } from '@/test/support/server'
import { enterAs } from './support/accounts'
import { door } from './support/door'
import { expect, test, visit, visitorTest } from './support/test'
import { userMenu } from './support/user-menu'

visitorTest.describe('signing in', () => {
  visitorTest('what is missing or wrong is told in words, beside its field', async ({ page, call }) => {
    const { email } = await signUp(call)
    const { emailField, passwordField, signIn } = door(page)
    await visit(page, '/sign-in')
    await expect(emailField).toBeFocused()

    await signIn.click()
    await expect(emailField).toHaveAccessibleDescription('Enter your email.')
    await expect(passwordField).toHaveAccessibleDescription('Enter a password.')
    await expect(emailField).toBeFocused()

    await emailField.fill(email)
    await signIn.click()
    await expect(emailField).not.toHaveAttribute('aria-invalid')
    await expect(passwordField).toBeFocused()

    await passwordField.fill('not the password')
    await page.keyboard.press('Enter')
    await expect(passwordField).toHaveAccessibleDescription('The email or the password is wrong.')
    await expect(page.getByRole('alert').filter({ hasText: 'wrong' })).toBeVisible()
    await expect(passwordField).toBeFocused()
    await expect(emailField).toHaveValue(email)
    await expect(page).toHaveURL('/sign-in')

    await passwordField.fill(password)
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/')
  })

  visitorTest('the same words for an address that nobody has', async ({ page }) => {
    const { fill, signIn, passwordField } = door(page)
    await visit(page, '/sign-in')
    await fill('nobody@example.com', 'not the password')
    await signIn.click()
    await expect(passwordField).toHaveAccessibleDescription('The email or the password is wrong.')
  })
})

visitorTest.describe('signing up', () => {
  visitorTest('what cannot be taken is told in words, beside its field', async ({ page, call }) => {
    const taken = await signUp(call)
    const { emailField, passwordField, fill, createAccount } = door(page)
    await visit(page, '/sign-up')
    await expect(passwordField).toHaveAccessibleDescription('At least 8 characters.')

    await createAccount.click()
    await expect(emailField).toHaveAccessibleDescription('Enter your email.')

    await fill('not an address', password)
    await createAccount.click()
    await expect(emailField).toHaveAccessibleDescription('This doesn’t look like an email address.')
    await expect(emailField).toBeFocused()

    await fill('new@example.com', '7 chars')
    await createAccount.click()
    await expect(passwordField).toHaveAccessibleDescription('Use at least 8 characters.')
    await expect(passwordField).toBeFocused()

    await fill(taken.email, password)
    await createAccount.click()
    await expect(emailField).toHaveAccessibleDescription('There is already an account with this email.')
    await expect(page).toHaveURL('/sign-up')
  })

  visitorTest('leads to the page that was asked for', async ({ page }) => {
    const { fill, createAccount } = door(page)
    await page.goto('/account/sessions')
    await expect(page).toHaveURL('/sign-in?next=%2Faccount%2Fsessions')
    await page.getByRole('link', { name: 'Sign up' }).click()
    await expect(page).toHaveURL('/sign-up?next=%2Faccount%2Fsessions')
    await visit(page, page.url())
    await fill(`${crypto.randomUUID()}@example.com`, password)
    await createAccount.click()
    await expect(page).toHaveURL('/account/sessions')
  })

  visitorTest('says so where it is closed', async ({ page, server }) => {
    const closed = await startServer({ JETON_DATA_DIR: server.dataDir, JETON_SIGNUP: 'closed' })
    await visit(page, `${closed.address}/sign-up`)
    await expect(page.getByRole('heading', { name: 'Sign-up is closed' })).toBeVisible()
    await expect(page.getByRole('textbox')).toHaveCount(0)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await expect(page).toHaveURL(`${closed.address}/sign-in`)
    await expect(page.getByRole('link', { name: 'Sign up' })).toHaveCount(0)
    await closed.stop()
  })
})

for (const [path, kind] of [
  ['/sign-in', 'current-password'],
  ['/sign-up', 'new-password'],
] as const) {
  visitorTest(`${path} can be filled by a password manager`, async ({ page }) => {
    const { emailField, passwordField } = door(page)
    await visit(page, path)
    await expect(emailField).toHaveAttribute('autocomplete', 'username')
    await expect(emailField).toHaveAttribute('type', 'email')
    await expect(passwordField).toHaveAttribute('autocomplete', kind)
    await expect(passwordField).toHaveAttribute('type', 'password')
  })

  visitorTest(`${path} shows and hides the password on demand`, async ({ page }) => {
    const { passwordField } = door(page)
    await visit(page, path)
    await passwordField.fill('as typed')
    await page.getByRole('button', { name: 'Show password' }).click()
    await expect(passwordField).toHaveAttribute('type', 'text')
    await expect(passwordField).toHaveValue('as typed')
    await page.getByRole('button', { name: 'Hide password' }).click()
    await expect(passwordField).toHaveAttribute('type', 'password')
    await expect(passwordField).toHaveValue('as typed')
  })
}

visitorTest.describe('the way on', () => {
  for (const path of ['/account/profile', '/account/tokens?from=mail', '/#content']) {
    visitorTest(`leads to ${path}, a page of this site`, async ({ page, call }) => {
      await signInOnTheWayTo(page, path, await signUp(call))
      await expect(page).toHaveURL(path)
    })
  }

  for (const next of [
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    'javascript:document.title="owned"',
    'evil.example',
  ]) {
    visitorTest(`never leads away to ${JSON.stringify(next)}`, async ({ page, call, server }) => {
      const hosts = new Set<string>()
      page.on('request', (request) => hosts.add(new URL(request.url()).origin))
      await signInOnTheWayTo(page, next, await signUp(call))
      await expect(page.getByRole('heading', { name: 'Use your token' })).toBeVisible()
      await expect(page).toHaveURL('/')
      expect([...hosts]).toEqual([server.address])
    })
  }
})

test('whoever is signed in already is led past the doors', async ({ page }) => {
  await page.goto('/sign-in?next=%2Faccount%2Fprofile')
  await expect(page).toHaveURL('/account/profile')
  await page.goto('/sign-up?next=%2F%2Fevil.example')
  await expect(page).toHaveURL('/')
})

test.describe('Log Out', () => {
  test('closes the pages, in this tab and the others', async ({ page, context }) => {
    await visit(page, '/account/tokens')
    const otherTab = await context.newPage()
    await visit(otherTab, '/account/profile')
    const menu = userMenu(page)
    await menu.button.click()
    await menu.item('Log Out').click()
    await expect(page).toHaveURL('/sign-in')
    for (const path of ['/', '/account/tokens', '/account/profile', '/account/sessions']) {
      await page.goto(path)
      await expect(page).toHaveURL(
        path === '/' ? /\/sign-in(\?next=%2F)?$/ : `/sign-in?next=${encodeURIComponent(path)}`,
      )
    }
    await otherTab.getByLabel('Name').fill('too late')
    await otherTab.getByRole('button', { name: 'Save' }).click()
    await expect(otherTab).toHaveURL('/sign-in?next=%2Faccount%2Fprofile')
  })

  test('the Back button does not bring the pages back', async ({ page }) => {
    await visit(page, '/account/tokens')
    const menu = userMenu(page)
    await menu.button.click()
    await menu.item('Log Out').click()
    await expect(page).toHaveURL('/sign-in')
    await page.goBack()
    await expect(page.getByRole('heading', { name: 'Sign in to Jeton' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'API Tokens' })).toHaveCount(0)
  })

  test('leaves other browsers signed in', async ({ page, browser, baseURL, account }) => {
    const elsewhere = await browser.newContext({ baseURL: baseURL ?? '' })
    await enterAs(elsewhere, account)
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.click()
    await menu.item('Log Out').click()
    await expect(page).toHaveURL('/sign-in')
    const otherPage = await elsewhere.newPage()
    await otherPage.goto('/account/tokens')
    await expect(otherPage.getByRole('heading', { name: 'API Tokens' })).toBeVisible()
    await elsewhere.close()
  })

  test('that does not reach the server says so, and can be tried again', async ({ page, context }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.click()
    await context.setOffline(true)
    await menu.item('Log Out').click()
    await expect(page.getByRole('region', { name: 'Notification' })).toContainText('couldn’t be reached')
    await context.setOffline(false)
    await menu.item('Log Out').click()
    await expect(page).toHaveURL('/sign-in')
  })
})

async function signInOnTheWayTo(page: Page, next: string, { email }: { email: string }) {
  const { fill, signIn } = door(page)
  await visit(page, `/sign-in?next=${encodeURIComponent(next)}`)
  await fill(email, password)
  await signIn.click()
}
