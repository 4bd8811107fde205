import { clientOf, password, signUp } from '@/test/support/client'
import { startServer } from '@/test/support/server'
import { activityPage } from './support/activity'
import { authPage } from './support/auth-page'
import { expect, isLive, test, visit, visitorTest } from './support/test'
import { userMenu } from './support/user-menu'

const wrong = 'The email or the password is wrong.'

visitorTest.describe('sign in', () => {
  visitorTest(
    'the form names a missing field, and not which of the two is wrong',
    async ({ page, call }) => {
      const { email } = await signUp(call)
      const { emailField, passwordField, signIn } = authPage(page)
      await visit(page, '/sign-in')
      await expect(emailField).toBeFocused()
      await signIn.click()
      await expect(emailField).toHaveAccessibleDescription('Enter your email.')
      await expect(passwordField).toHaveAccessibleDescription('Enter a password.')
      await expect(emailField).toBeFocused()

      for (const [tried, secret] of [
        [email, 'not the password'],
        ['nobody@example.com', password],
        ['not an address', password],
      ] as const) {
        await emailField.fill(tried)
        await passwordField.fill(secret)
        await signIn.click()
        await expect(passwordField).toHaveAccessibleDescription(wrong)
        await expect(page.getByRole('alert').filter({ hasText: wrong })).toBeVisible()
        await expect(passwordField).toBeFocused()
        await expect(emailField).toHaveValue(tried)
        await expect(page).toHaveURL('/sign-in')
      }
      await emailField.fill(`  ${email.toUpperCase()} `)
      await passwordField.fill(password)
      await passwordField.press('Enter')
      await expect(page).toHaveURL('/')
      await expect(userMenu(page).button).toContainText(email)
    },
  )

  visitorTest('after too many tries, the form says how long to wait', async ({ page, context }) => {
    // Slow, because it starts a server of its own.
    visitorTest.slow()
    const server = await startServer({ JETON_RATE_LIMIT: 'on' })
    const call = clientOf(server.address)
    const { email } = await signUp(call)
    const json = { email, password: 'not the password' }
    for (let i = 0; i < 10; i += 1) await call('POST', '/api/v1/auth/user/signin', { json })
    for (const [language, words] of [
      ['en', 'Too many attempts. Try again in 15 minutes.'],
      ['fr', 'Trop de tentatives. Réessayez dans 15 minutes.'],
    ] as const) {
      await context.addCookies([{ name: 'jeton.language', value: language, url: server.address }])
      await page.goto(`${server.address}/sign-in`)
      await isLive(page)
      await page.locator('[name=email]').fill(email)
      await page.locator('[name=password]').fill(password)
      await page.locator('[name=password]').press('Enter')
      await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible()
      await expect(page.locator('[name=email]')).toHaveValue(email)
    }
    await server.stop()
  })

  visitorTest(
    'a password can be shown and hidden; offline, the form keeps what was typed',
    async ({ page, context, call }) => {
      const { email } = await signUp(call)
      const { emailField, passwordField, signIn } = authPage(page)
      await visit(page, '/sign-in')
      await expect(emailField).toHaveAttribute('autocomplete', 'username webauthn')
      await expect(emailField).toHaveAttribute('type', 'email')
      await expect(passwordField).toHaveAttribute('autocomplete', 'current-password')
      await passwordField.fill('typed')
      await expect(passwordField).toHaveAttribute('type', 'password')
      await page.getByRole('button', { name: 'Show password' }).click()
      await expect(passwordField).toHaveAttribute('type', 'text')
      await expect(passwordField).toHaveValue('typed')
      await page.getByRole('button', { name: 'Hide password' }).click()
      await expect(passwordField).toHaveAttribute('type', 'password')

      await emailField.fill(email)
      await passwordField.fill(password)
      await context.setOffline(true)
      await signIn.click()
      await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible()
      await expect(emailField).toHaveValue(email)
      await context.setOffline(false)
      await signIn.click()
      await expect(page).toHaveURL('/')
    },
  )

  visitorTest('the page that was asked for comes after signing in', async ({ page, call }) => {
    const { email } = await signUp(call)
    for (const path of ['/account/tokens', '/account/profile', '/account/sessions']) {
      await page.context().clearCookies()
      await page.goto(path)
      await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(path)}`)
      await isLive(page)
      await authPage(page).enter(email)
      await expect(page).toHaveURL(path)
    }
  })

  visitorTest('the link to the other page keeps the page that was asked for', async ({ page }) => {
    await visit(page, '/sign-in?next=%2Faccount%2Fprofile')
    await page.getByRole('link', { name: 'Sign up' }).click()
    await expect(page.getByRole('heading', { name: 'Create your account' })).toBeVisible()
    await isLive(page)
    const { emailField, passwordField } = authPage(page)
    await emailField.fill(`${crypto.randomUUID()}@example.com`)
    await passwordField.fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page).toHaveURL('/account/profile')
  })
})

/** Other sites, as browsers read these addresses. */
const elsewhere = ['//evil.example', '/\t/evil.example', 'javascript:document.title="owned"']
const furtherElsewhere = [
  'https://evil.example/',
  '/\\evil.example',
  '\\\\evil.example',
  'account/tokens',
]

const signInFor = (next: string) => `/sign-in?next=${encodeURIComponent(next)}`

visitorTest(
  'after signing in, no address is followed that leads elsewhere',
  async ({ page, call, server }) => {
    const { email } = await signUp(call)
    for (const next of elsewhere) {
      await visitorTest.step(JSON.stringify(next), async () => {
        await visit(page, signInFor(next))
        await authPage(page).enter(email)
        await expect(page).toHaveURL(`${server.address}/`)
        await expect(page).toHaveTitle(/^Home/)
        await page.context().clearCookies()
      })
    }
  },
)

test('a sign-in page sends signed-in users on, and not elsewhere', async ({ page }) => {
  for (const path of ['/sign-in', '/sign-up']) {
    await page.goto(path)
    await expect(page).toHaveURL('/')
    await page.goto(`${path}?next=%2Faccount%2Fprofile`)
    await expect(page).toHaveURL('/account/profile')
  }
  for (const next of [...elsewhere, ...furtherElsewhere]) {
    const answer = await page.request.get(signInFor(next), { maxRedirects: 0 })
    expect([next, answer.status(), answer.headers().location]).toEqual([next, 307, '/'])
  }
})

visitorTest('the server judges an address, not the browser', async ({ page }) => {
  const { emailField, passwordField, signIn, signUp: create } = authPage(page)
  for (const [path, button, call] of [
    ['/sign-in', signIn, '**/api/auth/callback/credentials'],
    ['/sign-up', create, '**/api/v1/auth/user/signup'],
  ] as const) {
    // Only what is sent matters: an accepted address would lead to another page.
    await page.route(call, (route) => route.abort())
    await visit(page, path)
    for (const email of [
      'josé@example.com',
      'ada@münchen.de',
      'r&d@example.com',
      'ada@intranet',
      'ada@@',
      'ada',
    ]) {
      const [name = '', host = ''] = email.split('@')
      const spellings = [email, `${name}@${new URL(`http://${host || 'x'}`).host}`]
      await emailField.fill(email)
      await passwordField.fill(password)
      const asked = page.waitForRequest(call)
      await button.click()
      const sent = (await asked).postData() ?? ''
      const typed =
        path === '/sign-in' ? new URLSearchParams(sent).get('email') : JSON.parse(sent).email
      expect(spellings).toContain(typed)
      await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be reached' })).toBeVisible()
    }
  }
})

visitorTest.describe('sign up', () => {
  visitorTest('the form explains each missing or wrong field beside it', async ({ page, call }) => {
    const { email } = await signUp(call)
    const { emailField, passwordField, signUp: create } = authPage(page)
    await visit(page, '/sign-up')
    await expect(page.getByText('The first account owns')).toHaveCount(0)
    await expect(passwordField).toHaveAttribute('autocomplete', 'new-password')
    await create.click()
    await expect(emailField).toHaveAccessibleDescription('Enter your email.')
    await expect(passwordField).toHaveAccessibleDescription(/^Enter a password\./)

    await emailField.fill('not an address')
    await passwordField.fill('short')
    await create.click()
    await expect(emailField).toHaveAccessibleDescription('This doesn’t look like an email address.')
    await expect(passwordField).toHaveAccessibleDescription(/^Use at least 8 characters\./)
    await expect(emailField).toBeFocused()

    await emailField.fill(email)
    for (const [guess, reason] of [
      ['Password123.', /^Without “password”, fewer than 5 letters or digits are left\./],
      [email, /^Without your email address or parts of it, fewer than 5/],
      ['iloveyou', /^This is one of the most common passwords\./],
    ] as const) {
      await passwordField.fill(guess)
      await create.click()
      await expect(passwordField).toHaveAccessibleDescription(reason)
    }
    await passwordField.fill(password)
    await create.click()
    await expect(emailField).toHaveAccessibleDescription(
      'There is already an account with this email.',
    )
    await expect(emailField).toHaveValue(email)
  })

  visitorTest('starts one session, this one', async ({ page }) => {
    await visit(page, '/sign-up?next=%2Faccount%2Fsessions')
    const { emailField, passwordField, signUp: create } = authPage(page)
    await emailField.fill(`${crypto.randomUUID()}@example.com`)
    await passwordField.fill(password)
    await create.click()
    await expect(page).toHaveURL('/account/sessions')
    await expect(page.getByText('This device')).toHaveCount(1)
    await expect(page.getByText('You are signed in nowhere else.')).toBeVisible()
    await page.getByRole('link', { name: 'Activity' }).click()
    await expect(activityPage(page).newest).toContainText('Account created')
    await expect(activityPage(page).rows).toHaveCount(1 + 1)
  })

  visitorTest('where it is closed, says so, and the API agrees', async ({ page }) => {
    const server = await startServer({ JETON_SIGNUP: 'closed' })
    await page.goto(server.address)
    await expect(page.getByText('The first account owns this installation.')).toBeVisible()
    await isLive(page)
    const { emailField, passwordField, signUp: create } = authPage(page)
    await emailField.fill('owner@example.com')
    await passwordField.fill(password)
    await create.click()
    await expect(page).toHaveURL(`${server.address}/`)

    await page.context().clearCookies()
    await page.goto(`${server.address}/sign-up`)
    await expect(page.getByRole('heading', { name: 'Sign-up is closed' })).toBeVisible()
    await expect(create).toHaveCount(0)
    await page.getByRole('link', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'Sign in to Jeton' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Sign up' })).toHaveCount(0)
    await server.stop()
  })
})
