import type { Page } from '@playwright/test'
import { operation } from './support/reference'
import { expect, test, visit, visitorTest } from './support/test'

const path = '/reference'

/** Opens an operation, and executes it without changes. */
async function tryOut(page: Page, id: string) {
  const call = operation(page, id)
  await call.locator('button.opblock-summary-control').click()
  await call.getByRole('button', { name: 'Try it out' }).click()
  await call.getByRole('button', { name: 'Execute' }).click()
  await expect(call.getByText('Server response')).toBeVisible()
  return call
}

/** The segments of paths that are spread over more than one line. */
function brokenSegments(paths: Element[]): string[] {
  const range = document.createRange()
  const segments = paths.flatMap(({ childNodes }) => [...childNodes])
  return segments.flatMap((segment) => {
    range.selectNodeContents(segment)
    return range.getClientRects().length > 1 ? [segment.nodeValue ?? ''] : []
  })
}

visitorTest(
  'anyone can read every call, without a padlock, and nothing comes from another host; on a phone, a path breaks before a slash only',
  async ({ page, server }) => {
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).origin))
    await visit(page, path)
    for (const id of ['createApiToken', 'verify', 'introspect', 'getJwks', 'signIn']) {
      await expect(operation(page, id)).toBeVisible()
    }
    await page.waitForLoadState('networkidle')
    expect([...hosts]).toEqual([server.address])
    await expect(page.locator('.opblock .authorization__btn')).toHaveCount(0)

    await page.setViewportSize({ width: 375, height: 700 })
    const broken = await page.locator('.opblock-summary-path span').evaluateAll(brokenSegments)
    expect(broken).toEqual([])
  },
)

test('it calls the server of the page as the signed-in user, or with the auth token of one click', async ({
  page,
  account,
}) => {
  await page.route('**/api/v1/openapi.json', async (route) => {
    const response = await route.fetch()
    const servers = [{ url: 'https://tokens.example.com' }]
    await route.fulfill({ response, json: { ...(await response.json()), servers } })
  })

  await test.step('the sidebar leads to it', async () => {
    await visit(page, '/')
    await page.getByRole('link', { name: 'API reference' }).click()
    await expect(page.getByRole('heading', { name: 'API reference', level: 1 })).toBeVisible()
  })

  const call =
    await test.step('it calls the server of the page, whatever address the document names', async () => {
      const call = await tryOut(page, 'getMe')
      await expect(call.getByText(account.email)).toBeVisible()
      return call
    })

  await test.step('one click has it send the own auth token, which stays in the page', async () => {
    const issued = page.waitForResponse('**/api/v1/auth/token')
    await page.getByRole('button', { name: 'Use my auth token' }).click()
    const { token } = await (await issued).json()
    await expect(page.getByRole('status').filter({ hasText: 'xc-auth' })).toBeVisible()
    const answered = page.waitForResponse('**/api/v1/auth/user/me')
    await call.getByRole('button', { name: 'Execute' }).click()
    const answer = await answered
    expect(answer.request().headers()['xc-auth']).toBe(token)
    expect(answer.status()).toBe(200)
    await expect(call.getByText(account.email)).toBeVisible()
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    )
    expect([kept.includes(token), page.url().includes(token)]).toEqual([false, false])
  })
})
