import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test, visit, visitorTest } from './support/test'

/* The Content-Security-Policy makes HTML that was injected into a page harmless. */

const attempts = {
  'a script': '<script>window.hacked = true</script>',
  'an event handler': '<img src="/nothing" onerror="window.hacked = true">',
  'a style attribute': '<b style="position: fixed; inset: 0">All of the page</b>',
  'a style element': '<style>body { display: none }</style>',
  'a picture from elsewhere': '<img src="https://evil.example/?stolen">',
  'a frame': '<iframe src="https://evil.example/"></iframe>',
}

test('HTML that was smuggled into a page runs no script, restyles nothing and calls nobody', async ({
  page,
  violations,
}) => {
  await visit(page, '/account/tokens')
  const calls: string[] = []
  await page.route('https://evil.example/**', (route) => {
    calls.push(route.request().url())
    return route.abort()
  })
  for (const [what, html] of Object.entries(attempts)) {
    await page.evaluate((text) => {
      const range = document.createRange()
      // The only way to insert HTML text so that its scripts run.
      document.body.append(range.createContextualFragment(text))
    }, html)
    await expect.poll(() => violations.splice(0).length, what).toBeGreaterThan(0)
  }
  expect(await page.evaluate(() => 'hacked' in window)).toBe(false)
  await expect(page.locator('body')).toBeVisible()
  expect(
    await page.getByText('All of the page').evaluate((b) => getComputedStyle(b).position),
  ).toBe('static')
  expect(calls).toEqual([])
  violations.splice(0)
  await test.step('no text becomes code, and no form leads elsewhere', async () => {
    // The policy allows evaluation by the test, but not by code that the page runs later.
    await page.evaluate(() =>
      setTimeout(() => Object.assign(window, { evaluated: new Function('return 1')() })),
    )
    await expect.poll(() => violations.join()).toMatch(/script-src\S* eval/)
    expect(await page.evaluate(() => 'evaluated' in window)).toBe(false)
    await page.evaluate(() => {
      const form = document.createElement('form')
      form.action = 'https://evil.example/'
      document.body.append(form)
      form.submit()
    })
    await expect.poll(() => violations.join()).toContain('form-action')
    expect(new URL(page.url()).pathname).toBe('/account/tokens')
    violations.splice(0)
  })
})

visitorTest('no page of another site can frame ours', async ({ page, server, violations }) => {
  const other = createServer((_, response) => {
    response
      .setHeader('content-type', 'text/html')
      .end(`<iframe src="${server.address}/sign-in"></iframe>`)
  }).listen(0, '127.0.0.1')
  await once(other, 'listening')
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)
  await expect.poll(() => violations.join()).toContain('frame-ancestors')
  await expect(page.frameLocator('iframe').getByLabel('Email')).toHaveCount(0)
  other.closeAllConnections()
  other.close()
  violations.splice(0)
})
