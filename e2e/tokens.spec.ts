import type { Page } from '@playwright/test'
import { createToken, password } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { allowClipboard, readClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { expect, isLive, test, visit } from './support/test'
import { tokensPage } from './support/tokens-page'

const onePerUser = 'You already have a token. Delete it to create another.'
const badName = 'A name has 1 to 255 characters, without line breaks or control characters.'

test.describe('with no token', () => {
  test('the page says what a token is for, and offers one button', async ({ page }) => {
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
    })
  })

  test('Enter saves the name that was typed, and focus goes on to Copy', async ({ page }) => {
    const tokens = tokensPage(page)
    await tokens.open()
    await tokens.addButton.click()
    await expect(tokens.nameField).toBeFocused()
    await page.keyboard.type('  backup script ')
    await page.keyboard.press('Enter')
    await expect(tokens.row.getByRole('cell').first()).toHaveText('backup script')
    await expect(tokens.row).toContainText(/jtn_….{4}/)
    await expect(tokens.row).toContainText('Never used')
    await expect(tokens.copy).toBeFocused()
    await expect(tokens.toast).toContainText('Token created')
    await expect(tokens.announcement).toContainText('Token created')
  })

  test('a name that cannot be saved is explained beside its field, and stays there', async ({
    page,
  }) => {
    const tokens = tokensPage(page)
    await tokens.open()
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

  test('offline, what was typed stays, and is saved once the server can be reached', async ({
    page,
    context,
  }) => {
    const tokens = tokensPage(page)
    await tokens.open()
    await tokens.addButton.click()
    await tokens.nameField.fill('typed on a train')
    await context.setOffline(true)
    await tokens.save.click()
    await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible()
    await expect(tokens.nameField).toHaveValue('typed on a train')
    await context.setOffline(false)
    await tokens.save.click()
    await expect(tokens.row).toContainText('typed on a train')
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
    await signInByForm(page, account.email)
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

  test('of two tabs that add a token, the second is told why not and shows the first one’s', async ({
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
      '🪙 build 👩‍👩‍👧 x',
      'سكربت النسخ الاحتياطي',
      '<img src=x onerror="document.title=\'owned\'">',
      "{name} <b>bold</b> '{' #",
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

test.describe('with a token', () => {
  test.beforeEach(async ({ call, account }) => {
    await createToken(call, account.authToken, 'n8n production')
  })

  test('it is listed with what can be known of it, never with its secret; a second cannot be added, and the button says why', async ({
    page,
  }) => {
    const tokens = tokensPage(page)
    await tokens.open()
    const headings = page.getByRole('columnheader')
    await expect(headings).toHaveText(['Name', 'Token', 'Created', 'Last used', 'Actions'])
    await expect(tokens.row.getByRole('time')).toHaveAttribute('title', /\d{4}/)
    await expect(tokens.row).toContainText('Never used')
    expect(/jtn_\w{5}/.test(await page.content())).toBe(false)

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

  for (const action of ['Copy', 'Delete'] as const) {
    test(`${action} of a token that another tab has deleted says so, and its row goes`, async ({
      page,
      context,
    }) => {
      const here = tokensPage(page)
      await here.open()
      const there = tokensPage(await context.newPage())
      await there.open()
      await there.delete.click()
      await there.confirmDelete.click()
      await expect(there.toast).toContainText('Token deleted')

      if (action === 'Copy') await here.copy.click()
      else {
        await here.delete.click()
        await here.confirmDelete.click()
      }
      await expect(here.toast).toContainText('This token was already deleted elsewhere.')
      await expect(page.getByRole('table')).toHaveCount(0)
      await expect(here.addButton).toBeFocused()
      await expect(here.addButton).toBeEnabled()
    })
  }

  test('Rotate replaces the secret, and keeps the old one working until it is ended', async ({
    page,
    context,
    server,
    call,
    account,
  }) => {
    await allowClipboard(context)
    const tokens = tokensPage(page)
    await tokens.open()
    await tokens.copy.click()
    await expect(tokens.copied).toBeVisible()
    const old = { 'xc-token': await readClipboard(page) }

    await test.step('the dialog names the token, and offers times', async () => {
      await tokens.rotate.press('Enter')
      await expect(tokens.dialog).toHaveAccessibleName(/Replace the secret of “.+”/)
      const choices = tokens.dialog.getByRole('group', { name: 'Keep the old one working for' })
      for (const time of ['No time', '1 hour', '1 day', '7 days'])
        await expect(choices.getByRole('radio', { name: time })).toBeVisible()
      await page.keyboard.press('Escape')
      await expect(tokens.dialog).toHaveCount(0)
      await expect(tokens.rotate).toBeFocused()
      expect((await curlMe(server.address, old)).status).toBe(200)
    })

    await tokens.rotate.click()
    await tokens.dialog.getByRole('radio', { name: '7 days' }).check()
    await tokens.confirmRotate.click()
    await expect(tokens.toast).toContainText('Secret replaced. Copy the new one.')
    await expect(tokens.copy).toBeFocused()
    await tokens.copy.click()
    await expect(tokens.copied).toBeVisible()
    const current = { 'xc-token': await readClipboard(page) }
    expect(current).not.toEqual(old)
    for (const headers of [old, current])
      expect((await curlMe(server.address, headers)).status).toBe(200)
    await expect(page.getByText('Not used since the rotation.')).toBeVisible()
    await expect(tokens.rotate).toBeDisabled()
    await expect(tokens.rotate).toHaveAccessibleDescription(/The old secret works until/)

    await test.step('the page says when and where the old one was used', async () => {
      const headers = { 'xc-auth': account.authToken }
      const [row] = (await call('GET', '/api/v1/tokens', { headers })).body.list
      const sql = 'UPDATE "ApiToken" SET "previousUsedAt" = ?, "previousUsedBy" = ? WHERE "id" = ?'
      const parameters = [row.created_at.replace('Z', '+00:00'), 'wiki', row.id]
      await changeDatabase(server, sql, { parameters })
      await tokens.open()
      await expect(page.getByText(/^Last used .+, at wiki\.$/)).toBeVisible()
    })

    await tokens.endOld.click()
    await expect(tokens.dialog).toContainText('Every service that still uses it')
    await tokens.confirmEnd.click()
    await expect(tokens.toast).toContainText('Old secret ended')
    await expect(tokens.endOld).toHaveCount(0)
    await expect(tokens.rotate).toBeFocused()
    await expect(tokens.rotate).toBeEnabled()
    expect((await curlMe(server.address, old)).status).toBe(401)
    expect((await curlMe(server.address, current)).status).toBe(200)
  })

  test('Rotate without time ends the old secret at once', async ({
    page,
    server,
    call,
    account,
  }) => {
    const headers = { 'xc-auth': account.authToken }
    const [row] = (await call('GET', '/api/v1/tokens', { headers })).body.list
    const secretOf = async () =>
      (await call('GET', `/api/v1/tokens/${row.id}/secret`, { headers })).body.token
    const old = await secretOf()
    const tokens = tokensPage(page)
    await tokens.open()
    await tokens.rotate.click()
    await tokens.dialog.getByRole('radio', { name: 'No time' }).check()
    await tokens.confirmRotate.click()
    await expect(tokens.copy).toBeFocused()
    await expect(tokens.endOld).toHaveCount(0)
    await expect(tokens.rotate).toBeEnabled()
    expect((await curlMe(server.address, { 'xc-token': old })).status).toBe(401)
    const current = { 'xc-token': await secretOf() }
    expect((await curlMe(server.address, current)).status).toBe(200)
  })

  test('Delete asks first: it names the token, and stands on Cancel', async ({ page }) => {
    const tokens = tokensPage(page)
    await tokens.open()
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
  })

  test('a deletion that does not reach the server is told in the dialog; once deleted, the row is gone, a toast says so, and the next token can be added', async ({
    page,
    context,
  }) => {
    const tokens = tokensPage(page)
    await tokens.open()
    await tokens.delete.click()
    await context.setOffline(true)
    await tokens.confirmDelete.click()
    await expect(tokens.dialog.getByRole('alert')).toContainText('couldn’t be reached')
    await context.setOffline(false)
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
    await signInByForm(page, account.email)
    await expect(page).toHaveURL('/account/tokens')
    await expect(tokens.row).toContainText('n8n production')
  })
})

async function signInByForm(page: Page, email: string) {
  await isLive(page)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test.describe('on the smallest phone, in French', () => {
  test.use({ locale: 'fr-FR', viewport: { width: 320, height: 700 } })

  test('the actions of a token that is being rotated stay inside their card', async ({
    page,
    call,
    account,
  }) => {
    const { id } = await createToken(call, account.authToken, 'n8n production')
    const headers = { 'xc-auth': account.authToken }
    await call('POST', `/api/v1/tokens/${id}/rotate`, { headers, json: { grace: '7d' } })
    await visit(page, '/account/tokens')
    const table = await page.getByRole('table', { name: 'Jetons d’API' }).boundingBox()
    const actions = ['Copier', 'Remplacer', 'Supprimer', 'Révoquer l’ancien maintenant']
    for (const name of actions) {
      const button = page.getByRole('button', { name, exact: true })
      await expect(button).toBeVisible()
      const box = await button.boundingBox()
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
        (table?.x ?? 0) + (table?.width ?? 0),
      )
    }
  })
})
