import { type BrowserContext, expect, type Page, type Response } from '@playwright/test'
import { type Call, clientOf, signUp } from '@/test/support/client'
import { type Server, startServer } from '@/test/support/server'
import { type Account, enterAs, enterAsNew } from './accounts'
import { policyTest } from './policy'

interface Shared {
  /** The server of a worker. All its tests share it, each with an account of its own. */
  server: Server
  /** Sends requests to the API as a program does. */
  call: Call
  /** The first account of the server, which owns the installation. */
  owner: Account
}

/** Tests without a signed-in user. The installation already has an owner. */
export const visitorTest = policyTest.extend<{ navigations: undefined }, Shared>({
  navigations: [
    async ({ context }, use) => {
      const expectNone = watchNavigations(context)
      await use(undefined)
      expectNone()
    },
    { auto: true },
  ],
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  owner: [
    async ({ server }, use) => use(await signUp(clientOf(server.address))),
    { scope: 'worker', auto: true },
  ],
  call: [async ({ server }, use) => use(clientOf(server.address)), { scope: 'worker' }],
  baseURL: async ({ server }, use) => use(server.address),
})

/**
 * Watches a context for redirect loops. A test that opens a context of its own calls it there.
 * @returns a function that expects that there were none
 */
export function watchNavigations(context: BrowserContext): () => void {
  const redirected: string[] = []
  context.on('response', (response) => {
    if (isSentToItself(response)) redirected.push(response.url())
  })
  return () =>
    expect(redirected, 'navigations that Next did not take for what they are').toEqual([])
}

/**
 * Detects a redirect loop: the client repeats such a request when one of its headers has not
 * reached Next.
 */
function isSentToItself(response: Response): boolean {
  const { location } = response.headers()
  if (!location) return false
  const { pathname, searchParams } = new URL(response.url())
  return searchParams.has('_rsc') && new URL(location, response.url()).pathname === pathname
}

/** Tests with a signed-in user, whose account no other test has. */
export const test = visitorTest.extend<{ account: Account }>({
  account: [async ({ context }, use) => use(await enterAsNew(context)), { auto: true }],
})

/** Tests with the owner of the installation signed in, whom all tests of a worker share. */
export const ownerTest = visitorTest.extend<{ account: Account }>({
  account: [
    async ({ context, owner }, use) => {
      await enterAs(context, owner)
      await use(owner)
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

/** Opens a page, and waits until it handles clicks and keys. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path)
  await isLive(page)
}

/**
 * Waits for hydration: until React has hydrated the server's HTML, clicks are lost. React adds a
 * property to each element that it has hydrated.
 */
export async function isLive(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const buttons = [...document.querySelectorAll('button, input')]
      return buttons.every((button) =>
        Object.keys(button).some((key) => key.startsWith('__reactProps$')),
      )
    },
    undefined,
    // By default the browser draws frames only to ask at each of them.
    { polling: 50 },
  )
}
