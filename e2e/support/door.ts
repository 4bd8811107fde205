import type { Page } from '@playwright/test'

/** Sign-in and sign-up, by the words on them. */
export function door(page: Page) {
  const emailField = page.getByLabel('Email')
  const passwordField = page.getByLabel('Password', { exact: true })
  return {
    emailField,
    passwordField,
    signIn: page.getByRole('button', { name: 'Sign in' }),
    createAccount: page.getByRole('button', { name: 'Create account' }),
    async fill(email: string, password: string) {
      await emailField.fill(email)
      await passwordField.fill(password)
    },
  }
}
