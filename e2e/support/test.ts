import { expect, type Page, type Response } from '@playwright/test'
import { type Call, clientOf, signUp } from '@/test/support/client'
import { type Server, startServer } from '@/test/support/server'
import { type Account, enterAsNew } from './accounts'
import { policyTest } from './policy'

interface Shared {
  /** One for all tests of a worker: they share it and keep apart by having an account each. */
  server: Server
  /** Calls it the way a program does. */
  call: Call
}

/** Tests of somebody who has not signed in. The installation has its owner already. */
export const visitorTest = policyTest.extend<{ navigations: undefined }, Shared>({
  navigations: [
    async ({ context }, use) => {
      const redirected: string[] = []
      context.on('response', (response) => {
        if (isSentToItself(response)) redirected.push(response.url())
      })
      await use(undefined)
      expect(redirected, 'navigations that Next did not take for what they are').toEqual([])
    },
    { auto: true },
  ],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const server = await startServer()
      await signUp(clientOf(server.address))
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  call: [async ({ server }, use) => use(clientOf(server.address)), { scope: 'worker' }],
  baseURL: async ({ server }, use) => use(server.address),
})

/** The client asks for such a page again and again: a header by which it asks has not reached Next. */
function isSentToItself(response: Response): boolean {
  const { location } = response.headers()
  if (!location) return false
  const { pathname, searchParams } = new URL(response.url())
  return searchParams.has('_rsc') && new URL(location, response.url()).pathname === pathname
}

/** Tests of somebody who is signed in, to an account that nobody else has. */
export const test = visitorTest.extend<{ account: Account }>({
  account: [async ({ context }, use) => use(await enterAsNew(context)), { auto: true }],
})

export { expect } from '@playwright/test'

/** Goes to a page, and waits until it answers to clicks and keys. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await isLive(page)
}

/** Until React has taken over what the server has drawn, a click is lost. It leaves its mark on what it has taken over. */
export async function isLive(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const buttons = [...document.querySelectorAll('button, input')]
    return buttons.every((button) =>
      Object.keys(button).some((key) => key.startsWith('__reactProps$')),
    )
  })
}
