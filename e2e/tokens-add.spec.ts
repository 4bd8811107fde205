import { createToken } from '@/test/support/client'
import { authPage } from './support/auth-page'
import { expect, isLive, test } from './support/test'
import { onePerUser, tokensPage } from './support/tokens-page'

/* The Tokens tab of a user who has no token, and adding one. */

const badName = 'A name has 1 to 255 characters, without line breaks or control characters.'

test('without a token, the page says what a token is for, and offers one button', async ({
  page,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await expect(page.getByRole('heading', { name: 'API Tokens' })).toBeVisible()
  await expect(page.getByText('Send it in the xc-token header.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'No token yet' })).toBeVisible()
  await expect(tokens.addButton).toHaveCount(1)
  await expect(tokens.addButton).toBeEnabled()
  await expect(page.getByRole('table')).toHaveCount(0)

  await test.step('Escape and Cancel leave without a token, and focus goes back', async () => {
    await tokens.addButton.press('Enter')
    await tokens.nameField.fill('never')
    await page.keyboard.press('Escape')
    await expect(tokens.nameField).toHaveCount(0)
    await expect(tokens.addButton).toBeFocused()

    await tokens.addButton.press('Space')
    await expect(tokens.nameField).toHaveValue('')
    await tokens.cancel.click()
    await expect(tokens.addButton).toBeFocused()
    await page.reload()
    await expect(page.getByRole('heading', { name: 'No token yet' })).toBeVisible()
    await isLive(page)
  })

  await test.step('a name that cannot be saved is explained beside its field, and stays there', async () => {
    await tokens.addButton.click()
    for (const [typed, words] of [
      ['', 'Give the token a name.'],
      ['   ', 'Give the token a name.'],
      ['x'.repeat(256), badName],
      ['bell\u0007', badName],
    ] as const) {
      await tokens.nameField.fill(typed)
      await tokens.save.click()
      await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible()
      await expect(tokens.nameField).toHaveAccessibleDescription(
        new RegExp(words.replaceAll('.', '\\.')),
      )
      await expect(tokens.nameField).toHaveAttribute('aria-invalid', 'true')
      await expect(tokens.nameField).toHaveValue(typed)
      await expect(tokens.nameField).toBeFocused()
    }
    await tokens.nameField.fill('x'.repeat(255))
    await tokens.save.click()
    await expect(tokens.row).toContainText('xxx')
  })
})

test('Enter saves the name that was typed, also after a try offline, and focus goes on to Copy', async ({
  page,
  context,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.addButton.click()
  await expect(tokens.nameField).toBeFocused()
  await page.keyboard.type('  backup script ')
  await context.setOffline(true)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible()
  await expect(tokens.nameField).toHaveValue('  backup script ')
  await context.setOffline(false)
  await tokens.nameField.press('Enter')
  await expect(tokens.row.getByRole('cell').first()).toHaveText('backup script')
  await expect(tokens.row).toContainText(/jtn_….{4}/)
  await expect(tokens.row).toContainText('Never used')
  await expect(tokens.copy).toBeFocused()
  await expect(tokens.toast).toContainText('Token created')
  await expect(tokens.announcement).toContainText('Token created')
})

test('a session that ends while a name is typed leads to sign-in, and the name is there afterwards', async ({
  page,
  call,
  account,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.addButton.click()
  await tokens.nameField.fill('typed before lunch')
  await call('POST', '/api/v1/auth/user/signout', { headers: { 'xc-auth': account.authToken } })
  await tokens.save.click()
  await expect(page).toHaveURL('/sign-in?next=%2Faccount%2Ftokens')
  await isLive(page)
  await authPage(page).enter(account.email)
  await expect(tokens.nameField).toHaveValue('typed before lunch')
  await tokens.save.click()
  await expect(tokens.row).toContainText('typed before lunch')
})

test('after an answer that is lost on the way, Save shows the token that was made', async ({
  page,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.addButton.click()
  await tokens.nameField.fill('from a tunnel')
  await page.route('**/api/v1/tokens', async (route) => {
    await route.fetch()
    await route.abort()
  })
  await tokens.save.click()
  await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible()
  await page.unroute('**/api/v1/tokens')
  await tokens.save.click()
  await expect(tokens.toast).toContainText(onePerUser)
  await expect(tokens.row).toContainText('from a tunnel')
})

test('of two tabs that add a token, the second says why it cannot, and shows the token of the first', async ({
  page,
  context,
}) => {
  const first = tokensPage(page)
  const otherTab = await context.newPage()
  const second = tokensPage(otherTab)
  await first.open()
  await second.open()
  await first.addButton.click()
  await second.addButton.click()
  await first.nameField.fill('made first')
  await second.nameField.fill('made second')
  await first.save.click()
  await expect(first.row).toContainText('made first')
  await second.save.click()
  await expect(second.toast).toContainText(onePerUser)
  await expect(second.row).toContainText('made first')
  await expect(second.nameField).toHaveCount(0)
  await expect(second.addButton).toBeFocused()
})

test('a name is shown as it was typed, everywhere: emoji, right-to-left, markup, braces', async ({
  page,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  for (const name of [
    'سكربت النسخ الاحتياطي 👩‍👩‍👧',
    `<img src=x onerror="document.title='owned'"> {name} <b>bold</b> '{' # 🪙`,
  ]) {
    await tokens.addButton.click()
    await tokens.nameField.fill(name)
    await tokens.save.click()
    await expect(tokens.row.getByRole('cell').first()).toHaveText(name)
    await page.goto('/')
    await expect(page.getByRole('main')).toContainText(name)
    expect(await page.title()).not.toContain('owned')
    await tokens.open()
    await tokens.delete.click()
    await expect(tokens.dialog.getByRole('heading')).toContainText(name)
    await expect(page.getByRole('main').getByRole('img')).toHaveCount(0)
    expect(await page.title()).not.toContain('owned')
    await tokens.confirmDelete.click()
    await expect(page.getByRole('heading', { name: 'No token yet' })).toBeVisible()
  }
})

test('a name that turns text around leaves the words after it in their place', async ({
  page,
  call,
  account,
}) => {
  await createToken(call, account.authToken, 'invoice \u202egpj.exe')
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.delete.click()
  await expect(tokens.dialog.getByRole('heading')).toContainText('”?')
  expect(await tokens.dialog.getByRole('heading').evaluate(endsWithItsLastSign)).toBe(true)
  await page.goto('/')
  const sentence = page.getByText('You have one:')
  expect(await sentence.evaluate(endsWithItsLastSign)).toBe(true)
})

/** Whether the last character of a line is the rightmost one on the screen. */
function endsWithItsLastSign(line: Element): boolean {
  const range = document.createRange()
  range.selectNodeContents(line)
  const { right } = range.getBoundingClientRect()
  const text = line.lastChild as Text
  range.setStart(text, text.length - 1)
  return range.getBoundingClientRect().right >= right - 1
}
