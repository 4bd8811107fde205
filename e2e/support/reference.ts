import type { Locator, Page } from '@playwright/test'

/** A call in the API reference, by its operation id. */
export const operation = (page: Page, id: string): Locator => page.locator(`[id$="-${id}"]`)
