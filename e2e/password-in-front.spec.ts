import { once } from 'node:events'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { password, signUp } from '@/test/support/client'
import { authPage } from './support/auth-page'
import { expect, isLive, visitorTest } from './support/test'
import { tokensPage } from './support/tokens-page'
import { userMenu } from './support/user-menu'

/*
 * A proxy that requires HTTP Basic authentication and forwards the credential. On plain HTTP with a
 * name other than localhost, the browser sends fewer headers about the request origin.
 */

const credentials = { username: 'proxy', password: 'of the proxy' }
const expected = `Basic ${Buffer.from(Object.values(credentials).join(':')).toString('base64')}`

/** @param target the address of the server */
async function startProxy(target: string): Promise<Server> {
  const { hostname, port } = new URL(target)
  const proxy = createServer((incoming, outgoing) => {
    if (incoming.headers.authorization !== expected) {
      outgoing.writeHead(401, { 'www-authenticate': 'Basic realm="proxy"' }).end()
      return
    }
    const { method, url: path, headers } = incoming
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return proxy
}

const test = visitorTest.extend<{ proxyPort: number }>({
  httpCredentials: credentials,
  proxyPort: async ({ server }, use) => {
    const proxy = await startProxy(server.address)
    await use((proxy.address() as AddressInfo).port)
    proxy.close()
    proxy.closeAllConnections()
  },
})

for (const host of ['localhost', 'jeton.test']) {
  test(`behind a proxy with a password at ${host}, the whole way works`, async ({
    page,
    proxyPort,
    call,
  }) => {
    const { email } = await signUp(call)
    const address = `http://${host}:${proxyPort}`
    const tokens = tokensPage(page)
    const menu = userMenu(page)
    const answered = (path: string | RegExp) =>
      page.waitForResponse((response) => new URL(response.url()).pathname.match(path) !== null)

    await test.step('sign in', async () => {
      await page.goto(`${address}/account/tokens`)
      await isLive(page)
      await authPage(page).enter(email)
      await expect(page).toHaveURL(`${address}/account/tokens`)
      await isLive(page)
    })

    await test.step('save, list, copy and delete', async () => {
      await tokens.addButton.click()
      await tokens.nameField.fill('behind a proxy')
      await tokens.save.click()
      await expect(tokens.row).toContainText('behind a proxy')
      const secret = answered(/\/secret$/)
      await tokens.copy.click()
      expect((await secret).status()).toBe(200)
      await page.goto(`${address}/account/tokens`)
      await isLive(page)
      await tokens.delete.click()
      await tokens.confirmDelete.click()
      await expect(page.getByText('behind a proxy')).toHaveCount(0)
    })

    await test.step('change the password', async () => {
      await page.goto(`${address}/account/security`)
      await isLive(page)
      await page.getByLabel('Current password', { exact: true }).fill(password)
      await page.getByLabel('New password', { exact: true }).fill('another long passphrase')
      await page.getByRole('button', { name: 'Change password' }).click()
      await expect(tokens.toast).toContainText('Password changed.')
    })

    await test.step('log out', async () => {
      await menu.button.click()
      await menu.item('Log Out').click()
      await expect(page).toHaveURL(`${address}/sign-in`)
      await page.goto(`${address}/account/tokens`)
      await expect(page).toHaveURL(/\/sign-in\?next=/)
    })
  })
}
