import { createToken } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { allowClipboard, readClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { expect, test, visit } from './support/test'
import { tokensPage } from './support/tokens-page'

/* The secret of a token is replaced on the Tokens tab. */

test('Rotate replaces the secret, and keeps the old one working until it is ended', async ({
  page,
  context,
  server,
  call,
  account,
}) => {
  await createToken(call, account.authToken, 'n8n production')
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

  await test.step('without time, the old secret ends at once', async () => {
    await tokens.rotate.click()
    await tokens.dialog.getByRole('radio', { name: 'No time' }).check()
    await tokens.confirmRotate.click()
    await expect(tokens.copy).toBeFocused()
    await expect(tokens.endOld).toHaveCount(0)
    await expect(tokens.rotate).toBeEnabled()
    expect((await curlMe(server.address, current)).status).toBe(401)
    await tokens.copy.click()
    await expect(tokens.copied).toBeVisible()
    const headers = { 'xc-token': await readClipboard(page) }
    expect((await curlMe(server.address, headers)).status).toBe(200)
  })
})

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
