import type { Page } from '@playwright/test'
import { createToken } from '@/test/support/client'
import { authPage } from './support/auth-page'
import { expect, isLive, test } from './support/test'
import { onePerUser, tokensPage } from './support/tokens-page'

/* The Tokens tab of a user who has a token. */

test.beforeEach(async ({ call, account }) => {
  await createToken(call, account.authToken, 'n8n production')
})

test('a token is listed without its secret, is the only one, and is deleted after a question', async ({
  page,
  context,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  const headings = page.getByRole('columnheader')
  await expect(headings).toHaveText(['Name', 'Token', 'Created', 'Last used', 'Actions'])
  await expect(tokens.row.getByRole('time')).toHaveAttribute('title', /\d{4}/)
  await expect(tokens.row).toContainText('Never used')
  expect(/jtn_\w{5}/.test(await page.content())).toBe(false)

  await test.step('a second cannot be added, and the button says why', async () => {
    await expect(tokens.addButton).toBeDisabled()
    await expect(tokens.addButton).toHaveAccessibleDescription(onePerUser)
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 700 })
      const [button, reason] = [tokens.addButton, page.getByText(onePerUser)]
      const { y = 0, height = 0 } = (await button.boundingBox()) ?? {}
      const below = ((await reason.boundingBox())?.y ?? Number.NaN) - (y + height)
      expect([width, below >= 0 && below < 20]).toEqual([width, true])
    }
    await tokens.addButton.press('Enter')
    await expect(tokens.addButton).toBeFocused()
    await expect(tokens.nameField).toHaveCount(0)
  })

  await page.setViewportSize({ width: 1280, height: 800 })
  await test.step('Delete asks first: it names the token, and focus is on Cancel', async () => {
    await tokens.delete.press('Enter')
    await expect(tokens.dialog).toHaveAccessibleName('Delete “n8n production”?')
    await expect(tokens.dialog).toHaveAccessibleDescription(
      'Every service that uses this token will stop working at once. This can’t be undone.',
    )
    await expect(tokens.cancel).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(tokens.dialog).toHaveCount(0)
    await expect(tokens.delete).toBeFocused()

    await tokens.delete.press('Enter')
    await tokens.cancel.press('Enter')
    await expect(tokens.dialog).toHaveCount(0)
    await expect(tokens.delete).toBeFocused()
    await page.reload()
    await expect(tokens.row).toContainText('n8n production')
    await isLive(page)
  })

  await test.step('a deletion that does not reach the server is explained in the dialog', async () => {
    await tokens.delete.click()
    await context.setOffline(true)
    await tokens.confirmDelete.click()
    await expect(tokens.dialog.getByRole('alert')).toContainText('couldn’t be reached')
    await context.setOffline(false)
  })

  await test.step('once deleted, the row is gone, a toast says so, and the next token can be added', async () => {
    await tokens.confirmDelete.click()
    await expect(tokens.toast).toContainText('Token deleted')
    await expect(tokens.announcement).toContainText('Token deleted')
    await expect(page.getByRole('table')).toHaveCount(0)
    await expect(tokens.addButton).toBeFocused()
    await tokens.addButton.press('Enter')
    await tokens.nameField.fill('the next one')
    await tokens.save.click()
    await expect(tokens.row).toContainText('the next one')
  })
})

test('Copy and Delete say that another tab has deleted the token, and remove its row', async ({
  page,
  context,
}) => {
  const other = await context.newPage()
  const copies = tokensPage(page)
  const deletes = tokensPage(other)
  await copies.open()
  await deletes.open()
  const there = tokensPage(await context.newPage())
  await there.open()
  await there.delete.click()
  await there.confirmDelete.click()
  await expect(there.toast).toContainText('Token deleted')

  const expectGone = async (tab: Page, tokens: ReturnType<typeof tokensPage>) => {
    await expect(tokens.toast).toContainText('This token was already deleted elsewhere.')
    await expect(tab.getByRole('table')).toHaveCount(0)
    await expect(tokens.addButton).toBeFocused()
    await expect(tokens.addButton).toBeEnabled()
  }
  await copies.copy.click()
  await expectGone(page, copies)
  await deletes.delete.click()
  await deletes.confirmDelete.click()
  await expectGone(other, deletes)
})

test('a session that was ended elsewhere leads to sign-in and back', async ({
  page,
  call,
  account,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': account.authToken } })
  await tokens.copy.click()
  await expect(page).toHaveURL('/sign-in?next=%2Faccount%2Ftokens')
  await isLive(page)
  await authPage(page).enter(account.email)
  await expect(page).toHaveURL('/account/tokens')
  await expect(tokens.row).toContainText('n8n production')
})
