import type { Page } from '@playwright/test'
import { visit } from './test'

/** The Tokens tab, by the words on it. */
export function tokensPage(page: Page) {
  const row = page.getByRole('table', { name: 'API Tokens' }).getByRole('row').nth(1)
  const dialog = page.getByRole('dialog')
  return {
    open: () => visit(page, '/account/tokens'),
    addButton: page.getByRole('button', { name: 'Add New API Token' }),
    nameField: page.getByLabel('Token name'),
    save: page.getByRole('button', { name: 'Save' }),
    cancel: page.getByRole('button', { name: 'Cancel' }),
    /** The one token. */
    row,
    copy: row.getByRole('button', { name: 'Copy' }),
    copied: row.getByRole('button', { name: 'Copied' }),
    delete: row.getByRole('button', { name: 'Delete' }),
    dialog,
    confirmDelete: dialog.getByRole('button', { name: 'Delete' }),
    examples: page.getByRole('region', { name: 'Use it' }),
    toast: page.getByRole('region', { name: 'Notification' }),
    /** What is read out without being asked for. */
    announcement: page.getByRole('status'),
  }
}
