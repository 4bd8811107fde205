import { createToken } from '@/test/support/client'
import { enterAs } from './support/accounts'
import { allowClipboard, pressToCopy, readClipboard, refuseClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { expect, isLive, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

test('the user menu stands in the lower left corner of the sidebar, and opens above its button', async ({
  page,
  account,
}) => {
  const menu = userMenu(page)
  await visit(page, '/')
  await expect(menu.button).toContainText(account.email)
  const button = await menu.button.boundingBox()
  expect(button?.x).toBeLessThan(40)
  expect((button?.y ?? 0) + (button?.height ?? 0)).toBeGreaterThan(800 - 40)
  await menu.button.click()
  const popup = await menu.popup.boundingBox()
  expect((popup?.y ?? 0) + (popup?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0)
  await expect(menu.popup).toBeInViewport({ ratio: 1 })
})

test('on a phone the user menu is in the drawer, which Escape closes, giving focus back', async ({
  page,
}) => {
  const menu = userMenu(page)
  await page.setViewportSize({ width: 375, height: 667 })
  await visit(page, '/')
  await expect(menu.button).toBeHidden()
  const open = page.getByRole('button', { name: 'Open navigation' })
  await open.click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(open).toBeFocused()

  await open.click()
  await menu.button.click()
  await expect(menu.popup).toBeInViewport({ ratio: 1 })
  await menu.item('Account Settings').click()
  await expect(page).toHaveURL('/account/tokens')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the keyboard alone opens the user menu, reaches every item and closes it', async ({
  page,
}) => {
  const menu = userMenu(page)
  await visit(page, '/')

  await test.step('Enter, Space and Arrow Down open it on its first item, and Escape gives focus back', async () => {
    for (const key of ['Enter', 'Space', 'ArrowDown']) {
      await menu.button.press(key)
      await expect(menu.item('Account Settings'), key).toBeFocused()
      await expect(menu.button).toHaveAttribute('aria-expanded', 'true')
      await page.keyboard.press('Escape')
      await expect(menu.popup).toHaveCount(0)
      await expect(menu.button).toBeFocused()
      await expect(menu.button).toHaveAttribute('aria-expanded', 'false')
    }
  })

  await test.step('arrows, Home, End and the letters of a name lead to every item', async () => {
    await menu.button.press('Enter')
    const items = ['Account Settings', 'Copy Auth Token', 'Language', 'Theme', 'Log Out']
    for (const name of items) {
      await expect(menu.item(name)).toBeFocused()
      await page.keyboard.press('ArrowDown')
    }
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(menu.item('Log Out')).toBeFocused()
    await page.keyboard.press('Home')
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.press('End')
    await expect(menu.item('Log Out')).toBeFocused()
    await page.keyboard.press('c')
    await expect(menu.item('Copy Auth Token')).toBeFocused()
  })

  await test.step('Escape leaves a submenu first, and then the menu', async () => {
    await menu.item('Theme').press('ArrowRight')
    await expect(menu.choice('System')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await expect(menu.item('Theme')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(menu.choice('System')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(menu.item('Theme')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(menu.popup).toHaveCount(0)
    await expect(menu.button).toBeFocused()
  })

  await test.step('Account Settings leads to the tokens', async () => {
    await menu.button.press('Enter')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/account/tokens')
    await expect(page.getByRole('heading', { name: 'Account Settings' })).toBeVisible()
  })
})

test('typing the beginning of a name finds it; a click beside the menu closes it, and so does Tab', async ({
  page,
}) => {
  const menu = userMenu(page)
  await visit(page, '/')
  await menu.button.press('Enter')
  // Letters with a pause between them are two searches.
  await page.clock.setFixedTime(new Date())
  await page.keyboard.type('log')
  await expect(menu.item('Log Out')).toBeFocused()
  await page.getByRole('heading', { name: 'Use your token' }).click()
  await expect(menu.popup).toHaveCount(0)
  await menu.button.press('Enter')
  await expect(menu.popup).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(menu.popup).toHaveCount(0)
})

test('Theme and Language change the page at once, by keyboard, and for good', async ({ page }) => {
  const menu = userMenu(page)
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await visit(page, '/account/tokens')
  const light = await background()
  await menu.button.press('Enter')
  await menu.item('Theme').press('Enter')
  await expect(menu.choice('System')).toBeFocused()
  await page.keyboard.press('End')
  await expect(menu.choice('Dark')).toBeFocused()
  const kept = page.waitForResponse('**/api/v1/user/profile')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await background()).not.toBe(light)
  await kept
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await isLive(page)

  await test.step('the language changes in the same way', async () => {
    await menu.button.press('Enter')
    await menu.item('Language').press('ArrowRight')
    await expect(menu.choice('Same as the browser')).toBeFocused()
    await expect(menu.choice('Same as the browser')).toBeChecked()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    await expect(page.getByRole('heading', { name: 'Paramètres du compte' })).toBeVisible()
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    await expect(page.getByRole('button', { name: 'Menu utilisateur' })).toBeVisible()
  })
})

test('the menu and Profile say the same about the language, whatever was chosen', async ({
  page,
}) => {
  const menu = userMenu(page)
  await visit(page, '/account/profile')
  const profile = page.locator('main select').locator('option:checked')
  await menu.button.click()
  await expect(menu.item('Language')).toContainText('Same as the browser')
  await expect(profile).toHaveText('Same as the browser')
  await menu.item('Language').click()
  await menu.choice('English').click()
  await expect(profile).toHaveText('English')
  await menu.button.click()
  await expect(menu.item('Language')).toContainText('English')
  await menu.item('Language').click()
  await menu.choice('Same as the browser').click()
  await expect(profile).toHaveText('Same as the browser')
})

test('the System theme follows the device, also while the page is open', async ({ page }) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  await visit(page, '/')
  const light = await background()
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(background).not.toBe(light)
  await page.emulateMedia({ colorScheme: 'light' })
  await expect.poll(background).toBe(light)

  await test.step('by pointer, another theme is chosen in its submenu', async () => {
    const menu = userMenu(page)
    await menu.button.click()
    await menu.item('Theme').hover()
    await menu.choice('Dark').click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await expect.poll(background).not.toBe(light)
  })
})

test.describe('Copy Auth Token', () => {
  test.use({ timezoneId: 'Asia/Tokyo' })

  test('copies a token that works, turns to Copied, and names the time it ends in the reader’s own zone', async ({
    page,
    context,
    account,
    server,
  }) => {
    await allowClipboard(context)
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.click()
    await expect(menu.item('Copy Auth Token')).toHaveAccessibleDescription(
      'Valid 10 hours, or until you log out',
    )
    const answer = page.waitForResponse('**/api/v1/auth/token')
    await pressToCopy(menu.item('Copy Auth Token'))
    const { expires_at } = await (await answer).json()
    const time = await page.evaluate(
      (at) =>
        new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: 'Asia/Tokyo' }).format(
          new Date(at),
        ),
      expires_at,
    )
    const toast = page.getByRole('region', { name: 'Notification' })
    await expect(toast).toContainText('Auth token copied. Valid until')
    await expect(toast).toContainText(time)
    await expect(page.getByRole('status').filter({ hasText: time })).toHaveCount(1)
    await expect(menu.item('Copy Auth Token')).toBeVisible()

    const { status, body } = await curlMe(server.address, { 'xc-auth': await readClipboard(page) })
    expect(status).toBe(200)
    expect(body.email).toBe(account.email)
    expect(body).not.toHaveProperty('is_api_token')
  })

  test('where the clipboard refuses, shows the token selected, and gives focus back to the menu’s button', async ({
    page,
    context,
    account,
    server,
  }) => {
    await refuseClipboard(context)
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await menu.item('Copy Auth Token').press('Enter')
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Token')).toBeFocused()
    await expect(page.getByText('Copied')).toHaveCount(0)
    await page.keyboard.press('Control+C')
    const { body } = await curlMe(server.address, { 'xc-auth': await readClipboard(page) })
    expect(body.email).toBe(account.email)
    await dialog.getByRole('button', { name: 'Close' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(menu.button).toBeFocused()
  })

  test('offline, neither Copy Auth Token nor Log Out claims to be done', async ({
    page,
    context,
  }) => {
    await allowClipboard(context)
    const menu = userMenu(page)
    const toast = page.getByRole('region', { name: 'Notification' })
    await visit(page, '/')
    await menu.button.click()
    await context.setOffline(true)
    await menu.item('Copy Auth Token').click()
    await expect(toast).toContainText('couldn’t be reached')
    await expect(page.getByText('Copied')).toHaveCount(0)
    // A toast that the pointer is on does not disappear by itself.
    await toast.hover()
    await toast.getByRole('button', { name: 'Dismiss' }).click()
    await expect(toast).toHaveCount(0)

    await menu.button.click()
    await menu.item('Log Out').click()
    await expect(toast).toContainText('couldn’t be reached')
    await context.setOffline(false)
    await page.reload()
    await expect(page).toHaveURL('/')
  })
})

test('Log Out ends this browser’s session and its auth tokens, and no other', async ({
  page,
  context,
  browser,
  account,
  server,
  call,
}) => {
  await allowClipboard(context)
  const { token } = await createToken(call, account.authToken)
  const other = await browser.newContext({ baseURL: server.address })
  await enterAs(other, account)
  const otherPage = await other.newPage()

  const menu = userMenu(page)
  await visit(page, '/account/sessions')
  await menu.button.click()
  await pressToCopy(menu.item('Copy Auth Token'))
  const authToken = await readClipboard(page)
  await menu.item('Log Out').click()
  await expect(page).toHaveURL('/sign-in')
  await isLive(page)

  expect((await curlMe(server.address, { 'xc-auth': authToken })).status).toBe(401)
  expect((await curlMe(server.address, { 'xc-token': token })).status).toBe(200)
  await otherPage.goto('/account/tokens')
  await expect(otherPage).toHaveURL('/account/tokens')
  await other.close()
})
