import { enterAs } from './support/accounts'
import { curlMe } from './support/curl'
import { expect, isLive, test, visit } from './support/test'
import { userMenu } from './support/user-menu'

test('a name is saved, shown at once in the user menu, and given to services', async ({
  page,
  context,
  account,
  server,
}) => {
  await visit(page, '/account/profile')
  const name = page.getByLabel('Name')
  await name.fill('  Ada Lovelace 🧮 ')
  await name.press('Enter')
  await expect(page.getByRole('region', { name: 'Notification' })).toContainText('Saved')
  await expect(userMenu(page).button).toContainText('Ada Lovelace 🧮')
  await page.reload()
  await isLive(page)
  await expect(name).toHaveValue('Ada Lovelace 🧮')
  const { body } = await curlMe(server.address, { 'xc-auth': account.authToken })
  expect(body.display_name).toBe('Ada Lovelace 🧮')

  await test.step('a name that cannot be saved is explained, and kept in the field', async () => {
    const save = page.getByRole('button', { name: 'Save' })
    await name.fill('x'.repeat(256))
    await save.click()
    await expect(name).toHaveAccessibleDescription(/at most 255 characters/)
    await expect(name).toHaveValue('x'.repeat(256))
    await expect(name).toBeFocused()

    await name.fill('typed on a train')
    await context.setOffline(true)
    await save.click()
    await expect(name).toHaveAccessibleDescription(/couldn’t be reached/)
    await context.setOffline(false)
    await save.click()
    await expect(userMenu(page).button).toContainText('typed on a train')
  })

  await test.step('the email can be read and copied, but not changed', async () => {
    const email = page.getByLabel('Email')
    await expect(email).toHaveValue(account.email)
    await expect(email).not.toBeEditable()
    await expect(email).toHaveAccessibleDescription(/can’t be changed here/)
  })
})

test('the language and the theme follow the account to another browser', async ({
  page,
  browser,
  account,
  server,
}) => {
  await visit(page, '/account/profile')
  await page.getByLabel('Language').selectOption('Français')
  await expect(page.getByRole('heading', { name: 'Profil', exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr')
  const kept = page.waitForResponse('**/api/v1/user/profile')
  await page.getByRole('group', { name: 'Thème' }).getByText('Sombre').click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await kept

  const elsewhere = await browser.newContext({ baseURL: server.address })
  await enterAs(elsewhere, account)
  const there = await elsewhere.newPage()
  await visit(there, '/account/profile')
  await expect(there.locator('html')).toHaveAttribute('lang', 'fr')
  await expect(there.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(there.getByRole('radio', { name: 'Sombre' })).toBeChecked()

  await there.getByLabel('Langue').selectOption('Celle du navigateur')
  await expect(there.getByRole('heading', { name: 'Profile', exact: true })).toBeVisible()
  await expect(there.locator('html')).toHaveAttribute('lang', 'en')
  await elsewhere.close()
})

test('a theme shows before the server has answered, and goes when it cannot be kept', async ({
  page,
}) => {
  await visit(page, '/account/profile')
  let lose = () => {}
  const lost = new Promise<void>((resolve) => {
    lose = resolve
  })
  await page.route('**/api/v1/user/profile', async (route) => {
    await lost
    await route.abort()
  })
  await page.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  lose()
  await expect(page.getByRole('region', { name: 'Notification' })).toContainText(
    'couldn’t be reached',
  )
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'system')
  await expect(page.getByRole('radio', { name: 'System' })).toBeChecked()
})
