/* The browser keeps track of which item of a menu has focus. These functions move it. */

/** The items of this menu, without those of its submenus. */
export function itemsOf(menu: HTMLElement): HTMLElement[] {
  const all = menu.querySelectorAll<HTMLElement>('[role^=menuitem]')
  return [...all].filter((item) => item.closest('[role=menu]') === menu)
}

/** @returns whether the key is one that moves focus */
export function moveFocus(menu: HTMLElement, key: string): boolean {
  const items = itemsOf(menu)
  const current = items.findIndex((item) => item.contains(document.activeElement))
  const target = destination(key, current, items.length)
  if (target === null) return false
  items[target]?.focus()
  return true
}

function destination(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count
    case 'ArrowUp':
      return (Math.max(current, 0) - 1 + count) % count
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}

/**
 * Focuses the next item that starts with the typed text. Repeating one letter cycles through its
 * items.
 */
export function focusByText(menu: HTMLElement, typed: string): void {
  const items = itemsOf(menu)
  const current = items.findIndex((item) => item.contains(document.activeElement))
  const start = typed.length > 1 ? Math.max(current, 0) : current + 1
  const inOrder = [...items.slice(start), ...items.slice(0, start)]
  inOrder.find((item) => plain(item.textContent).startsWith(plain(typed)))?.focus()
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').trim().toLowerCase()
}
