import { type BrowserContext, expect, type Locator, type Page } from '@playwright/test'

export const allowClipboard = (context: BrowserContext) =>
  context.grantPermissions(['clipboard-read', 'clipboard-write'])

/** The browser denies permissions that are not listed, and so denies writing. */
export const refuseClipboard = (context: BrowserContext) =>
  context.grantPermissions(['clipboard-read'])

export async function readClipboard(page: Page): Promise<string> {
  await page.bringToFront()
  return page.evaluate(() => navigator.clipboard.readText())
}

/**
 * Presses a control that copies, and expects that it says "Copied". It does so for two seconds, in
 * which a busy machine may not look: an observer in the page notes it.
 */
export async function pressToCopy(control: Locator): Promise<void> {
  const says = await control.evaluateHandle((element) => {
    const labels = new Set<string>()
    const note = () => labels.add(element.textContent.trim())
    new MutationObserver(note).observe(element, {
      subtree: true,
      childList: true,
      characterData: true,
    })
    return labels
  })
  await control.click()
  const isCopied = () =>
    says.evaluate((labels) => [...labels].some((label) => label.startsWith('Copied')))
  await expect.poll(isCopied, 'the control says “Copied”').toBe(true)
}
