import type { Page } from '@playwright/test'
import en from '@/messages/en.json' with { type: 'json' }
import fr from '@/messages/fr.json' with { type: 'json' }
import { createToken } from '@/test/support/client'
import { allowClipboard, readClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { expect, test, visit } from './support/test'

const step = (page: Page, title: string) => page.getByRole('listitem').filter({ hasText: title })

test('the three steps tick as they are done: created, copied, called from elsewhere', async ({
  page,
  context,
  account,
  server,
  call,
}) => {
  await allowClipboard(context)
  const create = step(page, 'Create a token').getByRole('heading')
  const copy = step(page, 'Copy it').getByRole('heading')
  const first = step(page, 'Make the first call').getByRole('heading')
  await visit(page, '/')
  await expect(create).toHaveText('Create a token (Next)')
  await expect(copy).toHaveText('Copy it (Not yet)')
  await expect(first).toHaveText('Make the first call (Not yet)')
  await expect(page.getByRole('link', { name: 'Go to Tokens' })).toHaveAttribute(
    'href',
    '/account/tokens',
  )

  await createToken(call, account.authToken, 'n8n production')
  await page.reload()
  await expect(create).toHaveText('Create a token (Done)')
  await expect(step(page, 'Create a token')).toContainText('n8n production')
  await expect(copy).toHaveText('Copy it (Next)')

  await visit(page, '/')
  await step(page, 'Copy it').getByRole('button', { name: 'Copy' }).click()
  await expect(copy).toHaveText('Copy it (Done)')
  await expect(first).toHaveText('Make the first call (Next)')

  const { body } = await curlMe(server.address, { 'xc-token': await readClipboard(page) })
  expect(body.email).toBe(account.email)
  // The page polls every 15 seconds, and the server flushes times of use every 30.
  await expect(first).toHaveText('Make the first call (Done)', { timeout: 150_000 })
  await expect(step(page, 'Make the first call')).toContainText('Last used:')
})

test('the examples hold a placeholder before there is a token, and this server’s address', async ({
  page,
  server,
}) => {
  await visit(page, '/')
  const example = step(page, 'Make the first call')
  for (const language of ['curl', 'JavaScript', 'Python']) {
    await example.getByRole('tab', { name: language }).click()
    await expect(example.getByRole('tabpanel')).toContainText(server.address)
    await expect(example.getByRole('tabpanel')).toContainText('your-api-token')
  }
  await example.getByRole('tab', { name: 'HTTP header' }).click()
  const header = await example.getByRole('tabpanel').innerText()
  expect(JSON.parse(header)).toEqual({ headers: { 'xc-token': 'your-api-token' } })
  await expect(example.getByRole('button', { name: 'Copy' })).toHaveCount(0)
})

test.describe('Check a token', () => {
  test('says who owns an API token or an auth token, and when it ends', async ({
    page,
    account,
    call,
  }) => {
    const { token } = await createToken(call, account.authToken, 'n8n production')
    const { check, answer } = await checkPanel(page)
    await check(token)
    await expect(answer).toContainText('Valid')
    await expect(answer).toContainText('API token')
    await expect(answer).toContainText('n8n production')
    await expect(answer).toContainText(account.email)
    await expect(answer).toContainText('Never, until it is deleted')

    await check(account.authToken)
    await expect(answer).toContainText('Auth token')
    await expect(answer).toContainText('Valid')
    await expect(answer).toContainText(account.email)
    await expect(answer).toContainText('or at log-out')
    await expect(answer.getByRole('time')).toHaveCount(2)

    await test.step('names the mistake in a pasted text, in the words of the API and in the user’s language', async () => {
      const pasted: [string, string, string][] = [
        [`"${token}"`, en.mistake.quoted, fr.mistake.quoted],
        [`Bearer ${account.authToken}`, en.mistake.scheme, fr.mistake.scheme],
        [`jtn_…${token.slice(-4)}`, en.mistake.shortened, fr.mistake.shortened],
        [token.slice(0, 20), en.mistake.short, fr.mistake.short],
      ]
      for (const [text, words] of pasted) {
        await check(text)
        await expect(answer).toContainText('Not valid')
        await expect(answer).toContainText(words)
      }
      const headers = { 'xc-token': `"${token}"` }
      expect((await call('GET', '/api/v1/verify', { headers })).body.detail).toContain(
        en.mistake.quoted,
      )
      await call('PATCH', '/api/v1/user/profile', {
        headers: { 'xc-auth': account.authToken },
        json: { language: 'fr' },
      })
      const inFrench = await checkPanel(page, fr)
      for (const [text, , words] of pasted) {
        await inFrench.check(text)
        await expect(inFrench.answer).toContainText(words)
      }
    })

    await test.step('looking at a token does not count as using it', async () => {
      await page.goto('/account/tokens')
      await expect(page.getByRole('row').nth(1)).toContainText(fr.tokens.neverUsed)
    })
  })

  test('says the same of a deleted token, of an ended one and of any other text', async ({
    page,
    account,
    call,
  }) => {
    const { id, token } = await createToken(call, account.authToken)
    await call('DELETE', `/api/v1/tokens/${id}`, { headers: { 'xc-auth': account.authToken } })
    const { check, answer, field } = await checkPanel(page)
    for (const text of [
      token,
      'garbage',
      'jtn_garbage',
      'a.b.c',
      '<b>“}\u{1F4A5}',
      'x'.repeat(20_000),
    ]) {
      await check(text)
      await expect(answer).toContainText('Not valid')
      await expect(answer).toContainText(
        'It was deleted, has expired, or was never a token of this server.',
      )
      await expect(field).toHaveValue(text)
    }
  })

  test('asks for a token where there is none, and says when the server cannot be reached', async ({
    page,
    context,
  }) => {
    const { check, field, answer } = await checkPanel(page)
    await check('  ')
    await expect(field).toHaveAccessibleDescription('Paste a token first.')
    await expect(field).toBeFocused()
    await context.setOffline(true)
    await check('garbage')
    await expect(field).toHaveAccessibleDescription(/couldn’t be reached/)
    await expect(answer).toBeEmpty()
    await context.setOffline(false)
    await check('garbage')
    await expect(answer).toContainText('Not valid')
  })
})

async function checkPanel(page: Page, { check: words } = en) {
  await visit(page, '/')
  const panel = page.getByRole('region', { name: words.title })
  const field = panel.getByLabel(words.label)
  return {
    field,
    /** A live region, which is announced when it changes. */
    answer: panel.getByRole('status'),
    async check(token: string) {
      await field.fill(token)
      await panel.getByRole('button', { name: words.action }).click()
    },
  }
}
