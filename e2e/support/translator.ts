import { type BrowserContext, expect, type Page } from '@playwright/test'

/*
 * Simulates the page translation of browsers: replaces every text node by two nested `<font>`
 * elements as soon as it is added. The text itself stays the same, so that tests find it. A text
 * node that React holds is an error of the page.
 */

declare global {
  interface Window {
    translate(): void
  }
}

/** Translates every page of this browser from its first text on. */
export async function translatePages(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const untranslated = 'script, style, noscript, title, textarea, input, [translate=no]'

    function mayTranslate({ parentElement: parent }: Node): boolean {
      return parent !== null && parent.tagName !== 'FONT' && !parent.closest(untranslated)
    }

    function replace(text: Node): void {
      const outer = document.createElement('font')
      const inner = outer.appendChild(document.createElement('font'))
      inner.textContent = text.nodeValue
      text.parentNode?.replaceChild(outer, text)
    }

    function translateAll(): void {
      const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT)
      const texts: Node[] = []
      while (walker.nextNode()) if (mayTranslate(walker.currentNode)) texts.push(walker.currentNode)
      const held = texts.find((text) =>
        Object.keys(text).some((key) => key.startsWith('__reactFiber$')),
      )
      for (const text of texts) replace(text)
      if (held) throw new Error(`React holds the text “${held.nodeValue}”`)
    }

    window.translate = translateAll
    const changes = { subtree: true, childList: true, characterData: true }
    new MutationObserver(translateAll).observe(document, changes)
  })
}

/**
 * Collects the errors of a translated page.
 * @returns a function that checks the page at the end of each step of a test
 */
export function watchTranslated(page: Page) {
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  return async (name: string) => {
    await page.evaluate(() => window.translate())
    await expect(page.locator('body font font').first(), `${name}: is translated`).toBeAttached()
    await expect(page.getByText('This page couldn’t be shown'), name).toHaveCount(0)
    expect(errors, name).toEqual([])
  }
}
