import type { Page } from '@playwright/test'
import { password } from '@/test/support/client'
import { codeOf, forgetConfirmation, forgetSteps } from '@/test/support/second-factor'
import { enterAs } from './support/accounts'
import { enterPassword, logOut, setUpApp } from './support/second-step'
import { expect, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

/* The tab Security, and signing in with what it has set up. */

const toast = (page: Page) => page.getByRole('region', { name: 'Notification' })

test('an authenticator app is set up, asked for at the next sign-in, and removed', async ({
  page,
  account,
  server,
}) => {
  await visit(page, '/account/security')
  const { secret, codes } = await setUpApp(page)
  expect(codes).toHaveLength(10)
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('jeton-recovery-codes.txt')
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(toast(page)).toContainText('Authenticator app added')
  await expect(page.getByText('10 codes are left.')).toBeVisible()

  await logOut(page)
  await enterPassword(page, account.email)
  const code = page.getByLabel('Code', { exact: true })
  await expect(code).toBeFocused()
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code')
  await code.fill('000000')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(code).toHaveAccessibleDescription(/wrong, or was used already/)
  await forgetSteps(server)
  await code.fill(codeOf(secret))
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(userMenu(page).button).toBeVisible()

  await visit(page, '/account/security')
  await page.getByRole('button', { name: 'Remove the app' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(toast(page)).toContainText('Authenticator app removed')
  await expect(page.getByRole('button', { name: 'Set up an authenticator app' })).toBeVisible()
})

test('a recovery code signs in once', async ({ page, browser, account, server }) => {
  await visit(page, '/account/security')
  const { codes } = await setUpApp(page)
  await test.step('a second browser is asked for the app', async () => {
    const elsewhere = await browser.newContext({ baseURL: server.address })
    await expect(enterAs(elsewhere, account)).rejects.toThrow('401')
    await elsewhere.close()
  })

  await page.getByRole('button', { name: 'I have kept them' }).click()
  await expect(page.getByText('10 codes are left.')).toBeVisible()
  for (const isAccepted of [true, false]) {
    await logOut(page)
    await enterPassword(page, account.email)
    await page.getByLabel('Code', { exact: true }).fill(codes[0] ?? '')
    await page.getByRole('button', { name: 'Continue' }).click()
    if (isAccepted) await expect(userMenu(page).button).toBeVisible()
    else await expect(page.getByLabel('Code', { exact: true })).toHaveAccessibleDescription(/used/)
  }
})

test('a change asks for the password again, after ten minutes', async ({
  page,
  account,
  server,
}) => {
  await visit(page, '/account/security')
  await forgetConfirmation(server, account.email)
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' })
  const field = dialog.getByLabel('Current password')
  await field.fill('wrong wrong')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(field).toHaveAccessibleDescription(/not right/)
  await field.fill(password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('img', { name: 'QR code for the authenticator app' })).toBeVisible()
})

test('passkeys are not offered at an address where browsers have none', async ({
  browser,
  account,
  server,
}) => {
  const context = await browser.newContext({
    baseURL: server.address.replace('localhost', '127.0.0.1'),
  })
  await enterAs(context, account)
  const page = await context.newPage()
  await visit(page, '/account/security')
  await expect(page.getByText(/Passkeys work at this server’s public address only/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add a passkey' })).toHaveCount(0)
  await context.close()
})

test('a passkey is added, signs in without a password, is renamed and removed', async ({
  page,
  context,
  account,
}) => {
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await visit(page, '/account/security')
  await page.getByLabel('Name', { exact: true }).fill('My laptop')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await expect(toast(page)).toContainText('Passkey added')
  const list = page.getByRole('list', { name: 'Passkeys' })
  await expect(list).toContainText('Never used')

  // The field offers the passkey, and the authenticator of this test takes each offer at once.
  await userMenu(page).button.click()
  await userMenu(page).item('Log Out').click()
  await expect(page).toHaveURL(({ pathname }) => pathname === '/')
  await expect(userMenu(page).button).toContainText(account.email)

  // From here on the button alone asks for it.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await visit(page, '/account/security')
  await expect(list).toContainText('Last used')
  await logOut(page)
  await expect(page.getByLabel('Email')).toHaveAttribute('autocomplete', 'username webauthn')
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(userMenu(page).button).toContainText(account.email)

  await visit(page, '/account/security')
  await list.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Old laptop')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(list).toContainText('Old laptop')
  await list.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(toast(page)).toContainText('Passkey removed')

  await logOut(page)
  await page.getByRole('button', { name: 'Use a passkey' }).click()
  await expect(page.getByText('This passkey is not known here.')).toBeVisible()
})
