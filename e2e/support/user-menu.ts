import type { Page } from '@playwright/test'

/** The user menu; elements are found by their visible text. */
export function userMenu(page: Page) {
  const popup = page.getByRole('menu', { name: 'User menu' })
  return {
    button: page.getByRole('button', { name: 'User menu' }),
    popup,
    item: (name: string) => popup.getByRole('menuitem', { name }),
    choice: (name: string) => popup.getByRole('menuitemradio', { name }),
  }
}
