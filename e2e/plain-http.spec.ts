import { createToken, password } from '@/test/support/client'
import { readClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { expect, isLive, test } from './support/test'
import { tokensPage } from './support/tokens-page'

/*
 * On plain HTTP with a name of its own, as on a home network, pages have no clipboard API and none
 * of the other APIs that require a secure context. The browser's resolver maps this name to the
 * server under test.
 */

test('on plain http the main job works, and the page says that there is no clipboard', async ({
  page,
  context,
  account,
  server,
  call,
}) => {
  await context.clearCookies()
  await createToken(call, account.authToken, 'n8n production')
  const address = server.address.replace('localhost', 'jeton.test')
  const tokens = tokensPage(page)
  await page.goto(`${address}/account/tokens`)
  expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false)
  await isLive(page)
  await page.getByLabel('Email').fill(account.email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page).toHaveURL(`${address}/account/tokens`)
  await isLive(page)
  await expect(tokens.examples.getByRole('tabpanel')).toContainText(address)

  await tokens.copy.click()
  await expect(tokens.dialog.getByLabel('Token')).toBeFocused()
  await expect(page.getByText('Copied')).toHaveCount(0)
  await page.keyboard.press('Control+C')
  await context.grantPermissions(['clipboard-read'], { origin: server.address })
  const reader = await context.newPage()
  await reader.goto(`${server.address}/sign-in`)
  const { body } = await curlMe(server.address, { 'xc-token': await readClipboard(reader) })
  expect(body.email).toBe(account.email)
})
