import en from '@/messages/en.json' with { type: 'json' }
import { createToken } from '@/test/support/client'
import { fillActivity } from './support/activity'
import { scan, scanIn } from './support/axe'
import { operation } from './support/reference'
import { addUse, ownServices } from './support/services'
import { servicesPage } from './support/services-page'
import { expect, ownerTest, test, visit } from './support/test'
import { tokensPage } from './support/tokens-page'
import { userMenu } from './support/user-menu'

/*
 * Dialogs, menus and other states after a click violate no axe rule, light and dark.
 * screens.spec.ts tries the pages as they open. One language suffices: no rule depends on the
 * words.
 */

const phone = { width: 375, height: 700 }

test('axe finds nothing in what the Tokens tab can show', async ({ page, account, call }) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.addButton.click()
  await tokens.save.click()
  await expect(page.getByText('Give the token a name.')).toBeVisible()
  await scan(page)
  await createToken(call, account.authToken, 'n8n production')
  await tokens.open()
  await tokens.delete.click()
  await expect(tokens.dialog).toBeVisible()
  await scan(page)
  await page.keyboard.press('Escape')
  await tokens.rotate.click()
  await expect(tokens.dialog).toBeVisible()
  await scan(page)
  await tokens.confirmRotate.click()
  await expect(tokens.endOld).toBeVisible()
  await scan(page)
})

test('axe finds nothing where a token is used, nor in the choice of its services', async ({
  page,
  account,
  call,
  owner,
  server,
}) => {
  const own = ownServices(call, owner)
  await own.admit(account)
  const wiki = await own.add('My wiki', { url: 'https://wiki.example.com/' })
  const { id } = await createToken(call, account.authToken)
  await addUse(server, id, wiki)
  await tokensPage(page).open()
  await page.getByText('Use by day').click()
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByRole('radio', { name: 'Only the services chosen here' }).check()
  await expect(page.getByRole('checkbox', { name: 'My wiki' })).toBeVisible()
  await scan(page)
})

ownerTest('axe finds nothing in what Services can show', async ({ page, call, owner }) => {
  const services = servicesPage(page)
  await ownServices(call, owner).add('For axe')
  await services.open()
  await services.add.click()
  await services.field('Who may use it').selectOption('Members of groups')
  await services.button('Add service').click()
  await expect(services.dialog.getByRole('alert')).toBeVisible()
  await scan(page)
  await page.keyboard.press('Escape')
  await services.delete('For axe').click()
  await expect(services.dialog).toBeVisible()
  await scan(page)
})

test('axe finds nothing in what the Activity tab can show', async ({ page, account, call }) => {
  await fillActivity(call, account)
  await visit(page, '/account/activity')
  await expect(page.getByText('Sign-in failed')).toBeVisible()
  await scan(page)
  await page.getByRole('button', { name: 'Load more' }).press('Enter')
  await expect(page.getByText('Account created')).toBeVisible()
  await page.setViewportSize(phone)
  await scan(page)
})

test('axe finds nothing in the user menu', async ({ page }) => {
  const menu = userMenu(page)
  await visit(page, '/')
  await menu.button.press('Enter')
  await menu.item('Language').press('ArrowRight')
  await expect(page.getByRole('menuitemradio')).toHaveCount(3)
  await scan(page)
})

ownerTest('axe finds nothing in what People can show', async ({ page, account }) => {
  await visit(page, `/people?query=${account.email}`)
  const { people, common, problem } = en
  const dialog = page.getByRole('dialog')
  const manage = page.getByRole('button', {
    name: people.manageWhom.replace('{name}', account.email),
  })
  await manage.click()
  await expect(page.getByRole('menuitem', { name: people.edit })).toBeVisible()
  await scan(page)
  await page.getByRole('menuitem', { name: people.edit }).click()
  await dialog.getByLabel(people.role).selectOption('member')
  await dialog.getByRole('button', { name: common.save }).click()
  await expect(dialog.getByRole('alert')).toHaveText(problem.last_owner)
  await scan(page)
  await page.keyboard.press('Escape')
  await manage.click()
  await page.getByRole('menuitem', { name: people.act.delete.item, exact: true }).click()
  await expect(dialog).toBeVisible()
  await scan(page)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: people.invite, exact: true }).click()
  await dialog.getByLabel(people.email).fill(`${crypto.randomUUID()}@example.com`)
  await dialog.getByRole('button', { name: people.invite, exact: true }).click()
  await expect(dialog.getByLabel(people.link.invitation.label)).toBeVisible()
  await page.setViewportSize(phone)
  await scan(page)
})

test('axe finds nothing in a call of the API reference, nor is it wider than a small phone', async ({
  page,
}) => {
  await visit(page, '/reference')
  const call = operation(page, 'createApiToken')
  await call.locator('button.opblock-summary-control').click()
  await call.getByRole('button', { name: 'Try it out' }).click()
  await expect(call.getByRole('textbox', { name: 'Request body' })).toBeVisible()
  await scan(page)
  await page.setViewportSize({ width: 320, height: 640 })
  await scanIn(page, 'dark')
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
})

test('Tab reaches every control of Tokens, in the order of the page', async ({
  page,
  account,
  call,
}) => {
  await createToken(call, account.authToken)
  const tokens = tokensPage(page)
  await tokens.open()
  for (const control of [
    page.getByRole('link', { name: 'Skip to content' }),
    page.getByRole('link', { name: 'Jeton' }),
    page.getByRole('link', { name: 'Home' }),
    page.getByRole('link', { name: 'Services' }),
    page.getByRole('link', { name: 'API reference' }),
    page.getByRole('button', { name: 'User menu' }),
    page.getByRole('link', { name: 'Tokens' }),
    page.getByRole('link', { name: 'Profile' }),
    page.getByRole('link', { name: 'Security' }),
    page.getByRole('link', { name: 'Sessions' }),
    page.getByRole('link', { name: 'Activity' }),
    tokens.addButton,
    tokens.copy,
    tokens.rotate,
    tokens.delete,
    tokens.examples.getByRole('tab', { name: 'curl' }),
    tokens.examples.getByRole('tabpanel'),
    tokens.examples.getByRole('button', { name: 'Copy' }),
  ]) {
    await page.keyboard.press('Tab')
    await expect(control).toBeFocused()
  }
})
