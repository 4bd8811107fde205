import { readFileSync } from 'node:fs'
import { clientOf, createToken, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { linesOf } from '@/test/support/json-lines'
import { startServer } from '@/test/support/server'
import { enterAs } from './support/accounts'
import { activityPage, failToSignIn, fillActivity } from './support/activity'
import { expect, test, visit, visitorTest } from './support/test'
import { tokensPage } from './support/tokens-page'

test('the tab shows each action: what, by what, from where and when', async ({
  page,
  account,
  call,
}) => {
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.addButton.click()
  await tokens.nameField.fill('n8n production')
  await tokens.save.click()
  await expect(tokens.row).toBeVisible()
  await page.getByRole('link', { name: 'Activity' }).click()
  const { newest, rows, exportLink } = activityPage(page)
  await expect(newest).toContainText('API token created')
  await expect(newest).toContainText('n8n production')
  await expect(newest).toContainText('Browser session')
  await expect(newest).toContainText(/Chrome \d+ on \w+/)
  await expect(newest).toContainText('127.0.0.1')
  // It says "now" for a minute, which a busy machine may exceed.
  await expect(newest.getByRole('time')).toHaveText(/^(now|\d minutes? ago)$/)
  await expect(newest.getByRole('time')).toHaveAttribute('title', /\d{4}.*\d:\d\d/)
  await expect(rows.last()).toContainText('Account created')
  await expect(page.getByRole('columnheader')).toHaveText(['What', 'With', 'From', 'When'])
  await expect(page.getByText('Entries are kept for 365 days.')).toBeVisible()
  await test.step('it shows the wrong guess of a stranger, and offers the export to owners alone', async () => {
    await failToSignIn(call, account.email)
    await visit(page, '/account/activity')
    await expect(newest).toContainText('Sign-in failed')
    await expect(newest).toContainText('Wrong password')
    await expect(newest).toContainText('Firefox 128 on Linux')
    await expect(rows.last()).toContainText('Account created')
    await expect(exportLink).toHaveCount(0)
  })
})

test('more is loaded by the keyboard: the reader goes on at the first of it, and hears how much it is; where it cannot be loaded, the page says so', async ({
  page,
  account,
  call,
}) => {
  await fillActivity(call, account)
  await visit(page, '/account/activity')
  const { rows, loadMore, announcement, toast } = activityPage(page)
  await page.route('**/api/v1/activity?*', (route) => route.abort())
  await loadMore.click()
  await expect(toast).toContainText('The server couldn’t be reached.')
  await expect(loadMore).toBeFocused()
  await expect(rows).toHaveCount(1 + 25)
  await page.unroute('**/api/v1/activity?*')

  // An entry that is added meanwhile must not disturb the next page.
  await failToSignIn(call, account.email)
  await page.keyboard.press('Enter')
  await expect(rows.nth(26)).toBeFocused()
  await expect(announcement.filter({ hasText: /\d more entr/ })).toHaveCount(1)
  await expect(rows.last()).toContainText('Account created')
  await expect(loadMore).toHaveCount(0)
  const texts = await rows.allInnerTexts()
  expect(texts.filter((text) => text.includes('Account created'))).toHaveLength(1)
  expect(texts.filter((text) => text.includes('Auth token created'))).toHaveLength(20)
})

visitorTest(
  'the owner saves everything, and an older account begins with nothing',
  async ({ browser }) => {
    const server = await startServer()
    const call = clientOf(server.address)
    const owner = await signUp(call)
    const other = await signUp(call)
    await createToken(call, other.authToken, 'of somebody else')
    const context = await browser.newContext({ baseURL: server.address })
    await enterAs(context, owner)
    const page = await context.newPage()
    const { exportLink, newest, rows } = activityPage(page)

    await visit(page, '/account/activity')
    const saving = page.waitForEvent('download')
    await exportLink.press('Enter')
    const download = await saving
    expect(download.suggestedFilename()).toMatch(/^jeton-activity-[\d-]+\.jsonl$/)
    const records = linesOf(readFileSync(await download.path(), 'utf8'))
    expect(records.map(({ email }) => email)).toContain(other.email)
    expect(records.at(-1)).toMatchObject({ action: 'activity_exported', email: owner.email })
    await visit(page, '/account/activity')
    await expect(newest).toContainText('Activity of all accounts exported')

    // Simulates an account that is older than the audit log.
    const onTable = server.databaseUrl ? ' ON "Activity"' : ''
    await changeDatabase(server, `DROP TRIGGER "Activity_kept"${onTable}`)
    await changeDatabase(server, 'DELETE FROM "Activity"')
    await visit(page, '/account/activity')
    await expect(page.getByRole('heading', { name: 'Nothing yet' })).toBeVisible()
    await expect(rows).toHaveCount(0)
    await context.close()
    await server.stop()
  },
)
