import type { BrowserContext, Page } from '@playwright/test'

export const allowClipboard = (context: BrowserContext) =>
  context.grantPermissions(['clipboard-read', 'clipboard-write'])

/** The browser denies permissions that are not listed, and so denies writing. */
export const refuseClipboard = (context: BrowserContext) =>
  context.grantPermissions(['clipboard-read'])

export async function readClipboard(page: Page): Promise<string> {
  await page.bringToFront()
  return page.evaluate(() => navigator.clipboard.readText())
}
