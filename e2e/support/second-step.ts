import { expect, type Page } from '@playwright/test'
import { password } from '@/test/support/client'
import { codeOf } from '@/test/support/second-factor'
import { isLive } from './test'
import { userMenu } from './user-menu'

/* Setting up an authenticator app, and signing in again. */

/** Logs out by the user menu, and waits for the sign-in page. */
export async function logOut(page: Page): Promise<void> {
  const menu = userMenu(page)
  await menu.button.click()
  await menu.item('Log Out').click()
  await expect(page).toHaveURL(/\/sign-in/)
  await isLive(page)
}

/** Fills in and sends the sign-in form. */
export async function enterPassword(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/**
 * Sets up an authenticator app on the tab Security.
 * @returns the secret and the recovery codes, as shown
 */
export async function setUpApp(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
  const text = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{4}){7}$/).textContent()
  const secret = (text ?? '').replaceAll(' ', '')
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(
    /not the code that the app shows now/,
  )
  await page.getByLabel('Code', { exact: true }).fill(codeOf(secret))
  await page.getByRole('button', { name: 'Turn on' }).click()
  const shown = page.getByText(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/)
  await expect(shown).toHaveCount(10)
  const codes = await shown.allTextContents()
  return { secret, codes }
}
