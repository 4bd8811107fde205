import { allowClipboard, readClipboard, refuseClipboard } from './support/clipboard'
import { curl, curlMe } from './support/curl'
import { expect, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

test('the user menu stands at the lower left, and opens upwards', async ({ page }) => {
  const menu = userMenu(page)
  await visit(page, '/')
  const button = await menu.button.boundingBox()
  expect(button?.x).toBeLessThan(40)
  expect((button?.y ?? 0) + (button?.height ?? 0)).toBeGreaterThan(760)
  await menu.button.click()
  await expect(menu.menu).toBeInViewport({ ratio: 1 })
  const opened = await menu.menu.boundingBox()
  expect((opened?.y ?? 0) + (opened?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0)
  await expect(menu.menu.getByRole('menuitem')).toHaveText([
    'Account Settings',
    /^Copy Auth Token.*10 hours/,
    /^Language/,
    /^Theme/,
    'Log Out',
  ])
})

test('on a phone it stands at the foot of the drawer', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 700 })
  const menu = userMenu(page)
  await visit(page, '/')
  await expect(menu.button).toHaveCount(0)
  await page.getByRole('button', { name: 'Open navigation' }).click()
  const drawer = page.getByRole('dialog', { name: 'Navigation' })
  await expect(drawer).toBeVisible()
  await menu.button.click()
  await expect(menu.menu).toBeInViewport({ ratio: 1 })
  await menu.item('Account Settings').click()
  await expect(page).toHaveURL('/account/tokens')
  await expect(drawer).toHaveCount(0)
})

test('Escape closes the drawer of a phone, and focus goes back', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 700 })
  await visit(page, '/')
  const opener = page.getByRole('button', { name: 'Open navigation' })
  await opener.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Navigation' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(opener).toBeFocused()
})

test.describe('by keyboard alone', () => {
  for (const key of ['Enter', 'Space', 'ArrowDown'] as const) {
    test(`${key} opens the menu at its first item, and Escape gives focus back`, async ({ page }) => {
      const menu = userMenu(page)
      await visit(page, '/')
      await menu.button.press(key)
      await expect(menu.item('Account Settings')).toBeFocused()
      await expect(menu.button).toHaveAttribute('aria-expanded', 'true')
      await page.keyboard.press('Escape')
      await expect(menu.menu).toHaveCount(0)
      await expect(menu.button).toBeFocused()
      await expect(menu.button).toHaveAttribute('aria-expanded', 'false')
    })
  }

  test('arrows go round, Home and End go to the ends, Tab closes', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('ArrowUp')
    await expect(menu.item('Log Out')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.press('ArrowUp')
    await expect(menu.item('Log Out')).toBeFocused()
    await page.keyboard.press('Home')
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(menu.item('Copy Auth Token')).toBeFocused()
    await page.keyboard.press('End')
    await expect(menu.item('Log Out')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(menu.menu).toHaveCount(0)
  })

  test('letters find their item', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.type('lo')
    await expect(menu.item('Log Out')).toBeFocused()
    await page.keyboard.press('Escape')
    await menu.button.press('Enter')
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.press('c')
    await expect(menu.item('Copy Auth Token')).toBeFocused()
  })

  test('Account Settings leads to the Tokens tab', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await expect(menu.item('Account Settings')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/account/tokens')
    await expect(page.getByRole('heading', { name: 'Account Settings' })).toBeVisible()
  })

  test('a submenu opens and closes by arrows, and Escape leaves it before the menu', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await menu.language.focus()
    await page.keyboard.press('ArrowRight')
    await expect(menu.choice('English')).toBeFocused()
    await expect(menu.choice('English')).toBeChecked()
    await page.keyboard.press('ArrowLeft')
    await expect(menu.language).toBeFocused()
    await expect(menu.choice('English')).toHaveCount(0)
    await page.keyboard.press('Enter')
    await expect(menu.choice('English')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(menu.language).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(menu.menu).toHaveCount(0)
    await expect(menu.button).toBeFocused()
  })

  test('Language changes the page at once, and for good', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await menu.language.press('ArrowRight')
    await expect(menu.choice('English')).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await expect(menu.choice('Français')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Utilisez votre jeton' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Menu utilisateur' })).toBeFocused()
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
    await page.reload()
    await expect(page.getByRole('heading', { name: 'Utilisez votre jeton' })).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  })

  test('Theme changes the page at once, and for good', async ({ page }) => {
    const menu = userMenu(page)
    const paper = { light: 'rgb(251, 250, 248)', dark: 'rgb(20, 19, 18)' }
    const body = page.locator('body')
    await visit(page, '/')
    await expect(body).toHaveCSS('background-color', paper.light)
    await menu.button.press('Enter')
    await menu.theme.press('ArrowRight')
    await expect(menu.choice('System')).toBeFocused()
    await page.keyboard.press('End')
    await expect(menu.choice('Dark')).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(body).toHaveCSS('background-color', paper.dark)
    await expect(menu.button).toBeFocused()
    await page.reload()
    await expect(body).toHaveCSS('background-color', paper.dark)
  })
})

test.describe('by pointer', () => {
  test('a click elsewhere closes it', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.click()
    await expect(menu.menu).toBeVisible()
    await page.getByRole('heading', { name: 'Use your token' }).click()
    await expect(menu.menu).toHaveCount(0)
  })

  test('the theme System follows the device', async ({ page }) => {
    await visit(page, '/')
    const body = page.locator('body')
    const light = await body.evaluate((element) => getComputedStyle(element).backgroundColor)
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(body).not.toHaveCSS('background-color', light)
  })

  test('a submenu opens under it, and a click chooses', async ({ page }) => {
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.click()
    await menu.theme.hover()
    await menu.choice('Dark').click()
    await expect(menu.menu).toHaveCount(0)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    await menu.button.click()
    await expect(menu.theme).toContainText('Dark')
  })
})

test.describe('Copy Auth Token', () => {
  test.use({ timezoneId: 'Asia/Kathmandu' })

  test('becomes Copied, and the toast names the time it ends, where the reader is', async ({
    page,
    context,
    account,
    server,
  }) => {
    await allowClipboard(context)
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await menu.item('Copy Auth Token').press('Enter')
    await expect(menu.item('Copied')).toBeVisible()
    const token = await readClipboard(page)
    const { body } = await curlMe(server.address, { 'xc-auth': token })
    expect(body.email).toBe(account.email)

    const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    const end = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone: 'Asia/Kathmandu' })
    const words = new RegExp(
      `Auth token copied\\. Valid until .*${end.format(exp * 1000)}, or until you log out`,
    )
    await expect(page.getByRole('region', { name: 'Notification' })).toContainText(words)
  })

  test('a clipboard that refuses gets the token shown, selected, and never says Copied', async ({
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
    const dialog = page.getByRole('dialog', { name: 'Copy it by hand' })
    await expect(dialog.getByLabel('Token')).toBeFocused()
    await expect(dialog).toContainText('Press Ctrl+C / ⌘C')
    await page.keyboard.press('Control+C')
    const { body } = await curlMe(server.address, { 'xc-auth': await readClipboard(page) })
    expect(body.email).toBe(account.email)
    await expect(page.getByText('Copied')).toHaveCount(0)
    await page.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
    await expect(menu.button).toBeFocused()
  })

  test('offline, nothing is copied, and the page says why', async ({ page, context }) => {
    await allowClipboard(context)
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await context.setOffline(true)
    await menu.item('Copy Auth Token').press('Enter')
    await expect(page.getByRole('region', { name: 'Notification' })).toContainText('couldn’t be reached')
    await expect(page.getByText('Copied')).toHaveCount(0)
  })

  test('what was copied ends with Log Out', async ({ page, context, server }) => {
    await allowClipboard(context)
    const menu = userMenu(page)
    await visit(page, '/')
    await menu.button.press('Enter')
    await menu.item('Copy Auth Token').press('Enter')
    await expect(menu.item('Copied')).toBeVisible()
    const token = await readClipboard(page)
    await menu.item('Log Out').press('Enter')
    await expect(page).toHaveURL('/sign-in')
    expect((await curl(`${server.address}/api/v1/tokens`, { 'xc-auth': token })).status).toBe(401)
  })
})
