import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

interface Extent {
  /** The rules that axe tries; without them, all. */
  rules?: string[]
  /** A selector of elements that axe leaves out. */
  exclude?: string
}

/**
 * Expects that axe finds nothing in the page as it is, in both themes: a page follows the colour
 * scheme of the device without a reload.
 */
export async function scan(page: Page, extent: Pick<Extent, 'exclude'> = {}): Promise<void> {
  await scanIn(page, 'light', extent)
  // A theme changes colours only.
  await scanIn(page, 'dark', { ...extent, rules: ['color-contrast'] })
}

/** Expects that axe finds nothing in the page in a theme. */
export async function scanIn(
  page: Page,
  colorScheme: 'light' | 'dark',
  { rules, exclude }: Extent = {},
): Promise<void> {
  await page.emulateMedia({ colorScheme })
  await settle(page)
  const axe = await axeOf(page)
  if (rules) axe.withRules(rules)
  if (exclude) axe.exclude(exclude)
  const { violations } = await axe.analyze()
  const found = violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])
  expect(found, `${page.url()} in ${colorScheme}`).toEqual([])
}

/**
 * Loading axe into a document takes longer than a scan, so each document loads it once. Legacy mode
 * suffices: only pages with frames need more.
 */
async function axeOf(page: Page): Promise<AxeBuilder> {
  const isLoaded = await page.evaluate(() => 'axe' in window)
  const axe = new AxeBuilder({ page, ...(isLoaded && { axeSource: 'null' }) })
  return axe.setLegacyMode().options({ resultTypes: ['violations'] })
}

/** Waits until finite animations have ended, such as transitions of colours. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    return Promise.allSettled(ending.map(({ finished }) => finished))
  })
}
