import type { Page } from '@playwright/test'
import { password } from '@/test/support/client'

/** The sign-in and sign-up pages; elements are found by their visible text. */
export function authPage(page: Page) {
  const emailField = page.getByLabel('Email')
  const passwordField = page.getByLabel('Password', { exact: true })
  const signIn = page.getByRole('button', { name: 'Sign in', exact: true })
  return {
    emailField,
    passwordField,
    signIn,
    signUp: page.getByRole('button', { name: 'Create account' }),
    async enter(email: string) {
      await emailField.fill(email)
      await passwordField.fill(password)
      await signIn.click()
    },
  }
}
