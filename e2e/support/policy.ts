import {
  type Browser,
  type BrowserContext,
  test as base,
  type ConsoleMessage,
  expect,
} from '@playwright/test'

/*
 * Every browser test fails if a page violates its Content-Security-Policy, in any window. A page
 * that needs more than the policy allows is broken; a policy that allows more than needed is a
 * risk.
 */

interface Watching {
  /** The violations in this test so far. A test that provokes one removes it. */
  violations: string[]
}

export const policyTest = base.extend<Watching, { refused: string[] }>({
  refused: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
    async ({}, use) => use([]),
    { scope: 'worker' },
  ],
  browser: [async ({ browser, refused }, use) => use(watch(browser, refused)), { scope: 'worker' }],
  violations: [
    async ({ refused }, use) => {
      await use(refused)
      expect(refused.splice(0), 'what the policy of the pages has refused').toEqual([])
    },
    { auto: true },
  ],
})

function watch(browser: Browser, refused: string[]): Browser {
  const open = browser.newContext.bind(browser)
  browser.newContext = async (options) => {
    const context = await open(options)
    await report(context)
    context.on('console', (message) => {
      if (isViolation(message)) refused.push(message.text())
    })
    return context
  }
  return browser
}

const mark = 'securitypolicyviolation'

/**
 * The browser logs most violations on the console, but reports all of them as events on the page.
 */
async function report(context: BrowserContext): Promise<void> {
  await context.addInitScript((name) => {
    addEventListener(name, (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber } =
        event as SecurityPolicyViolationEvent
      console.error(name, effectiveDirective, blockedURI, `${sourceFile}:${lineNumber}`)
    })
  }, mark)
}

function isViolation(message: ConsoleMessage): boolean {
  return (
    message.type() === 'error' &&
    /securitypolicyviolation|content.security.policy/i.test(message.text())
  )
}
