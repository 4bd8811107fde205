import { createToken, password } from '@/test/support/client'
import { enterAs } from './support/accounts'
import { curlMe } from './support/curl'
import { expect, test, visit } from './support/test'

const newPassword = 'a much newer horse'

test('a password that cannot be changed is explained beside its field', async ({
  page,
  account,
}) => {
  await visit(page, '/account/security')
  const current = page.getByLabel('Current password')
  const next = page.getByLabel('New password')
  const change = page.getByRole('button', { name: 'Change password' })
  await expect(current).toHaveAttribute('autocomplete', 'current-password')
  await expect(next).toHaveAttribute('autocomplete', 'new-password')
  await change.click()
  await expect(current).toHaveAccessibleDescription('Enter your current password.')
  await expect(next).toHaveAccessibleDescription(/^Enter a password\./)
  await expect(current).toBeFocused()

  await current.fill('not my password')
  await next.fill(newPassword)
  await change.click()
  await expect(current).toHaveAccessibleDescription('This is not your current password.')
  await expect(current).toBeFocused()

  await current.fill(password)
  await next.fill('short')
  await change.click()
  await expect(next).toHaveAccessibleDescription(/^Use at least 8 characters\./)
  await expect(next).toBeFocused()
  await expect(page).toHaveURL('/account/security')

  await test.step('password managers see whose password it is, and nobody else does', async () => {
    const username = page
      .locator('form')
      .filter({ has: current })
      .locator('[autocomplete=username]')
    await expect(username).toHaveAttribute('type', 'text')
    await expect(username).toHaveValue(account.email)
    await expect(username).toHaveAttribute('readonly')
    await expect(username).toHaveAttribute('aria-hidden', 'true')
    // Password managers need the field, so it is hidden by its size of one pixel, not by `display:
    // none`.
    expect(await username.boundingBox()).toMatchObject({ width: 1, height: 1 })

    await page.getByRole('link', { name: 'Activity' }).focus()
    await page.keyboard.press('Tab')
    await expect(current).toBeFocused()
    await expect(page.getByRole('textbox')).toHaveCount(3)
  })
})

test('a new password signs out everywhere else, keeps the API token, and is the only one that opens', async ({
  page,
  browser,
  account,
  server,
  call,
}) => {
  const { token } = await createToken(call, account.authToken)
  const elsewhere = await browser.newContext({ baseURL: server.address })
  await enterAs(elsewhere, account)
  const there = await elsewhere.newPage()
  await visit(there, '/account/tokens')

  await visit(page, '/account/security')
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password').fill(newPassword)
  await page.getByRole('button', { name: 'Change password' }).click()
  await expect(page.getByRole('region', { name: 'Notification' })).toContainText(
    'Password changed.',
  )
  await expect(page.getByLabel('New password')).toHaveValue('')

  await there.reload()
  await expect(there).toHaveURL('/sign-in?next=%2Faccount%2Ftokens')
  await page.reload()
  await expect(page).toHaveURL('/account/security')
  expect((await curlMe(server.address, { 'xc-token': token })).status).toBe(200)
  const signIn = (secret: string) =>
    call('POST', '/api/v1/auth/user/signin', { json: { email: account.email, password: secret } })
  expect((await signIn(password)).status).toBe(401)
  expect((await signIn(newPassword)).status).toBe(200)
  await elsewhere.close()
})
