import type { Page } from '@playwright/test'
import { type Call, signIn } from '@/test/support/client'
import type { Account } from './accounts'

export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'

/** Creates entries of many kinds, enough to need a second page. */
export async function fillActivity(call: Call, { email, authToken }: Account): Promise<void> {
  const headers = { 'xc-auth': authToken }
  for (let i = 0; i < 20; i += 1) await call('POST', '/api/v1/auth/token', { headers })
  await signIn(call, email)
  await call('DELETE', '/api/v1/sessions', { headers })
  const profile = { display_name: 'Ada Lovelace', language: null }
  await call('PATCH', '/api/v1/user/profile', { headers, json: profile })
  const change = { currentPassword: 'not this one', newPassword: 'another long passphrase' }
  await call('POST', '/api/v1/auth/user/password/change', { headers, json: change })
  await failToSignIn(call, email)
}

/** Fails to sign in from another browser, as someone who guesses a password. */
export async function failToSignIn(call: Call, email: string): Promise<void> {
  const json = { email, password: 'a wrong guess' }
  await call('POST', '/api/v1/auth/user/signin', { headers: { 'user-agent': firefox }, json })
}

/** The Activity tab; elements are found by their visible text. */
export function activityPage(page: Page) {
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row')
  return {
    /** All rows; the first one is the header. */
    rows,
    newest: rows.nth(1),
    loadMore: page.getByRole('button', { name: 'Load more' }),
    exportLink: page.getByRole('link', { name: 'Export activity of all accounts (JSON Lines)' }),
    toast: page.getByRole('region', { name: 'Notification' }),
    announcement: page.getByRole('status'),
  }
}
