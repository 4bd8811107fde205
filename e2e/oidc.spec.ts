import { somebody, startOwnedOidcServer } from '@/test/support/oidc-server'
import { expect, visitorTest } from './support/test'
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
