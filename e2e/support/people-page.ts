import type { Page } from '@playwright/test'
import { visit } from './test'

/** The page People; elements are found by their visible text. */
export function peoplePage(page: Page) {
  const table = page.getByRole('table', { name: 'People' })
  const dialog = page.getByRole('dialog')
  const manage = (name: string) => page.getByRole('button', { name: `Manage ${name}` })
  return {
    open: (query = '') =>
      visit(page, query ? `/people?query=${encodeURIComponent(query)}` : '/people'),
    heading: page.getByRole('heading', { name: 'People', exact: true }),
    search: page.getByRole('searchbox', { name: 'Search by name or email' }),
    invite: page.getByRole('button', { name: 'Invite', exact: true }),
    addMachine: page.getByRole('button', { name: 'Add machine' }),
    rows: table.getByRole('row').filter({ has: page.getByRole('cell') }),
    row: (text: string) => table.getByRole('row').filter({ hasText: text }),
    /** On a phone: shows the rest of a row, or hides it. */
    details: (name: string) => page.getByLabel(`Details of ${name}`),
    manage,
    /** Opens the menu of a row, and chooses an item. */
    async choose(name: string, item: string) {
      await manage(name).click()
      await page.getByRole('menuitem', { name: item, exact: true }).click()
    },
    dialog,
    button: (name: string) => dialog.getByRole('button', { name, exact: true }),
    toast: page.getByRole('region', { name: 'Notification' }),
  }
}
