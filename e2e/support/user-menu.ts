import type { Page } from '@playwright/test'

/** The menu at the lower left, by the words on it. */
export function userMenu(page: Page) {
  const menu = page.getByRole('menu', { name: 'User menu' })
  return {
    button: page.getByRole('button', { name: 'User menu' }),
    menu,
    item: (name: string) => menu.getByRole('menuitem', { name, exact: true }),
    language: menu.getByRole('menuitem', { name: 'Language' }),
    theme: menu.getByRole('menuitem', { name: 'Theme' }),
    /** One of a submenu's. */
    choice: (name: string) => menu.getByRole('menuitemradio', { name }),
  }
}
