import { execFile } from 'node:child_process'
import { createToken } from '@/test/support/client'
import { allowClipboard, pressToCopy, readClipboard, refuseClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { expect, test } from './support/test'
import { tokensPage } from './support/tokens-page'

/* Copying a token: "Copied" appears only if the token is on the clipboard. */

test.beforeEach(async ({ call, account }) => {
  await createToken(call, account.authToken, 'n8n production')
})

test('Copy puts the whole token on the clipboard, says so, and then is Copy again', async ({
  page,
  context,
  account,
  server,
}) => {
  await allowClipboard(context)
  const tokens = tokensPage(page)
  await tokens.open()
  await pressToCopy(tokens.copy)
  await expect(tokens.announcement).toHaveText('Copied')
  await expect(tokens.copied).toHaveCount(0)
  await expect(tokens.copy).toHaveText('Copy')
  const { body } = await curlMe(server.address, { 'xc-token': await readClipboard(page) })
  expect(body).toMatchObject({ email: account.email, is_api_token: true })
  await test.step('offline, nothing is copied, and the page says why', async () => {
    await context.setOffline(true)
    await tokens.copy.click()
    await expect(tokens.toast).toContainText('couldn’t be reached')
    await expect(page.getByText('Copied')).toHaveCount(0)
    await expect(tokens.dialog).toHaveCount(0)
  })
})

test('a clipboard that refuses gets the token shown, selected and ready for Ctrl+C', async ({
  page,
  context,
  account,
  server,
}) => {
  await refuseClipboard(context)
  const tokens = tokensPage(page)
  await tokens.open()
  await tokens.copy.click()
  const field = tokens.dialog.getByLabel('Token')
  await expect(field).toBeFocused()
  await expect(field).not.toBeEditable()
  await expect(field).toHaveAccessibleDescription('Press Ctrl+C / ⌘C')
  await page.keyboard.press('Control+C')
  const { body } = await curlMe(server.address, { 'xc-token': await readClipboard(page) })
  expect(body.email).toBe(account.email)
  await expect(page.getByText('Copied')).toHaveCount(0)

  await page.keyboard.press('Escape')
  await expect(tokens.dialog).toHaveCount(0)
  await expect(tokens.copy).toBeFocused()
})

test.describe('the examples', () => {
  test('a copied example runs as it is, or equals the documentation', async ({
    page,
    context,
    account,
    server,
  }) => {
    await allowClipboard(context)
    const { open, examples } = tokensPage(page)
    await open()
    const copyOf = async (language: string) => {
      await examples.getByRole('tab', { name: language }).click()
      await expect(examples.getByRole('tabpanel', { name: language })).toContainText('xc-token')
      await pressToCopy(examples.getByRole('button', { name: 'Copy example' }))
      return readClipboard(page)
    }

    await test.step('curl', async () => {
      const copied = await copyOf('curl')
      await expect(examples.getByRole('tabpanel')).toContainText(server.address)
      expect(await run('sh', ['-s'], copied)).toContain(account.email)
    })

    await test.step('JavaScript', async () => {
      const copied = await copyOf('JavaScript')
      await expect(examples.getByRole('tabpanel')).toContainText(server.address)
      expect(await run(process.execPath, ['--input-type=module'], copied)).toContain(account.email)
    })

    await test.step('Python names this server and holds the whole token', async () => {
      const copied = await copyOf('Python')
      await expect(examples.getByRole('tabpanel')).toContainText(server.address)
      const token = /'xc-token': '(\w+)'/.exec(copied)?.[1] ?? ''
      const url = /'(http\S+)'/.exec(copied)?.[1]
      expect(url).toBe(`${server.address}/api/v1/auth/user/me`)
      expect((await curlMe(server.address, { 'xc-token': token })).body.email).toBe(account.email)
    })

    await test.step('HTTP header is the JSON of the documentation', async () => {
      const { headers } = JSON.parse(await copyOf('HTTP header'))
      expect(Object.keys(headers)).toEqual(['xc-token'])
      expect((await curlMe(server.address, headers)).body.email).toBe(account.email)
    })
  })

  test('the tabs are one stop for Tab, and arrows, Home and End choose among them', async ({
    page,
  }) => {
    const { open, examples } = tokensPage(page)
    await open()
    const tab = (name: string) => examples.getByRole('tab', { name })
    await tab('curl').focus()
    await page.keyboard.press('ArrowRight')
    await expect(tab('JavaScript')).toBeFocused()
    await expect(tab('JavaScript')).toHaveAttribute('aria-selected', 'true')
    await expect(examples.getByRole('tabpanel', { name: 'JavaScript' })).toContainText('fetch(')
    await page.keyboard.press('End')
    await expect(tab('HTTP header')).toBeFocused()
    await page.keyboard.press('ArrowRight')
    await expect(tab('curl')).toBeFocused()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Home')
    await expect(tab('curl')).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(examples.getByRole('tabpanel')).toBeFocused()

    await test.step('on a phone, a long line scrolls within its box and is not broken', async () => {
      await tab('curl').click()
      await page.setViewportSize({ width: 320, height: 700 })
      const box = examples.getByRole('tabpanel')
      const lines = await box
        .locator('pre')
        .evaluate((pre) => pre.clientHeight / Number.parseFloat(getComputedStyle(pre).lineHeight))
      expect(Math.round(lines)).toBe(2)
      expect(await box.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true)
      const isWide = () => document.documentElement.scrollWidth > innerWidth
      expect(await page.evaluate(isWide)).toBe(false)
    })
  })
})

/**
 * Runs a program with this standard input.
 * @returns its standard output
 */
function run(program: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, (error, output) =>
      error ? reject(new Error(`The example ended with ${error.code}.`)) : resolve(output),
    )
    child.stdin?.end(input)
  })
}
