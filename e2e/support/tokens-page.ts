import type { Page } from '@playwright/test'
import { visit } from './test'

/** The reason why a second token cannot be added. */
export const onePerUser = 'You already have a token. Delete it to create another.'

/** The Tokens tab; elements are found by their visible text. */
export function tokensPage(page: Page) {
  const row = page.getByRole('table', { name: 'API Tokens' }).getByRole('row').nth(1)
  const dialog = page.getByRole('dialog')
  return {
    open: () => visit(page, '/account/tokens'),
    addButton: page.getByRole('button', { name: 'Add New API Token' }),
    nameField: page.getByLabel('Token name'),
    save: page.getByRole('button', { name: 'Save' }),
    cancel: page.getByRole('button', { name: 'Cancel' }),
    /** The row of the only token. */
    row,
    copy: row.getByRole('button', { name: 'Copy' }),
    copied: row.getByRole('button', { name: 'Copied' }),
    rotate: row.getByRole('button', { name: 'Rotate' }),
    delete: row.getByRole('button', { name: 'Delete' }),
    /** Ends the secret before the current one, while it works. */
    endOld: page.getByRole('button', { name: 'End the old one now' }),
    dialog,
    confirmRotate: dialog.getByRole('button', { name: 'Rotate' }),
    confirmEnd: dialog.getByRole('button', { name: 'End now' }),
    confirmDelete: dialog.getByRole('button', { name: 'Delete' }),
    examples: page.getByRole('region', { name: 'Use it' }),
    toast: page.getByRole('region', { name: 'Notification' }),
    /** The live region, which screen readers announce. */
    announcement: page.getByRole('status'),
  }
}
