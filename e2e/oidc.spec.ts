import { password, signUp } from '@/test/support/client'
import { somebody, startOidcServer, startOwnedOidcServer } from '@/test/support/oidc-server'
import { forgetConfirmation } from '@/test/support/second-factor'
import { expect, isLive, visitorTest } from './support/test'
import { userMenu } from './support/user-menu'

const signIn = 'Sign in with Test Provider'

visitorTest(
  'a sign-in through the provider leads to the page that was asked for; cancelled there, it says so',
  async ({ page, context }) => {
    // Slow, because it starts a server and a provider of its own.
    visitorTest.slow()
    const oidc = await startOwnedOidcServer('userinfo')
    const { address } = oidc.server
    oidc.provider.asks = true
    oidc.provider.person = somebody({ name: 'Ada' })
    await page.goto(`${address}/account/tokens`)
    await page.getByRole('link', { name: signIn }).click()
    await page.getByRole('link', { name: 'Cancel' }).click()
    const denied = 'Test Provider says that the sign-in was denied or cancelled.'
    await expect(page.getByRole('alert').filter({ hasText: denied })).toBeVisible()

    await page.getByRole('link', { name: signIn }).click()
    await page.getByRole('link', { name: 'Continue' }).click()
    await expect(page).toHaveURL(`${address}/account/tokens`)
    await expect(userMenu(page).button).toContainText('Ada')

    await context.clearCookies()
    await oidc.provider.stop()
    await page.goto(`${address}/sign-in?error=provider_away`)
    await expect(page.getByRole('alert').filter({ hasText: 'doesn’t answer' })).toBeVisible()
    await oidc.server.stop()
  },
)

visitorTest('a sign-in through the provider works without script', async ({ browser }) => {
  visitorTest.slow()
  const oidc = await startOwnedOidcServer('id_token')
  oidc.provider.asks = true
  oidc.provider.person = somebody()
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'fr' })
  const page = await context.newPage()
  await page.goto(`${oidc.server.address}/sign-in`)
  await page.getByRole('link', { name: 'Se connecter avec Test Provider' }).click()
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page).toHaveURL(`${oidc.server.address}/`)
  await context.close()
  await oidc.stop()
})

visitorTest('the provider is connected and disconnected on the tab Security', async ({ page }) => {
  visitorTest.slow()
  const oidc = await startOwnedOidcServer('id_token')
  const { email } = await signUp(oidc.call)
  oidc.provider.asks = true
  oidc.provider.person = somebody()
  await page.goto(`${oidc.server.address}/sign-in?next=%2Faccount%2Fsecurity`)
  await isLive(page)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()

  const connect = page.getByRole('button', { name: 'Connect Test Provider' })
  await expect(connect).toBeVisible()
  await isLive(page)
  await connect.click()
  await page.getByRole('link', { name: 'Cancel' }).click()
  const denied = 'Test Provider says that the sign-in was denied or cancelled.'
  await expect(page.getByRole('alert').filter({ hasText: denied })).toBeInViewport()

  await forgetConfirmation(oidc.server, email)
  await isLive(page)
  await connect.click()
  const confirmation = page.getByRole('dialog', { name: 'Confirm that it is you' })
  await confirmation.getByLabel('Current password').fill(password)
  await confirmation.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('link', { name: 'Continue' }).click()
  await expect(page).toHaveURL(`${oidc.server.address}/account/security#security-provider`)
  await expect(page.getByText('Connected with Test Provider since')).toBeInViewport()

  await isLive(page)
  await page.getByRole('button', { name: 'Disconnect' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disconnect Test Provider?' })
  await dialog.getByRole('button', { name: 'Disconnect' }).click()
  await expect(page.getByText('Your account isn’t connected with Test Provider.')).toBeVisible()
  await expect(connect).toBeVisible()
  await oidc.stop()
})

visitorTest(
  'without passwords, passkeys sign in, and the only way in cannot be disconnected',
  async ({ page }) => {
    visitorTest.slow()
    const oidc = await startOidcServer('id_token', { JETON_PASSWORDS: 'off' })
    oidc.provider.person = somebody()
    await page.goto(`${oidc.server.address}/sign-in?next=%2Faccount%2Fsecurity`)
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toBeVisible()
    await page.getByRole('link', { name: signIn }).click()
    await expect(page.getByText('It is your only way to sign in here.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Disconnect' })).toHaveCount(0)
    await oidc.stop()
  },
)
