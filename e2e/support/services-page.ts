import type { Page } from '@playwright/test'
import { visit } from './test'

/** The page Services; elements are found by their visible text. */
export function servicesPage(page: Page) {
  const dialog = page.getByRole('dialog')
  const card = (title: string) => page.getByRole('article', { name: title, exact: true })
  return {
    open: () => visit(page, '/services'),
    heading: page.getByRole('heading', { name: 'Services', exact: true }),
    add: page.getByRole('button', { name: 'Add service' }),
    card,
    edit: (title: string) => page.getByRole('button', { name: `Edit ${title}`, exact: true }),
    delete: (title: string) => page.getByRole('button', { name: `Delete ${title}`, exact: true }),
    protect: (title: string) =>
      page.getByRole('link', { name: `Protect it: ${title}`, exact: true }),
    dialog,
    field: (label: string) => dialog.getByLabel(label, { exact: true }),
    button: (name: string) => dialog.getByRole('button', { name, exact: true }),
    toast: page.getByRole('region', { name: 'Notification' }),
  }
}
