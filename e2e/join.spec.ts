import { randomUUID } from 'node:crypto'
import type { Page, Request } from '@playwright/test'
import en from '@/messages/en.json' with { type: 'json' }
import { type Call, password, signUp } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import type { Installation } from '@/test/support/server'
import type { Account } from './support/accounts'
import { authPage } from './support/auth-page'
import { scan, scanIn } from './support/axe'
import { curlMe } from './support/curl'
import { expect, isLive, test, visit, visitorTest } from './support/test'
import { userMenu } from './support/user-menu'

/* The pages that links lead to: of an invitation, and to a new password. */

const { links, problem } = en
const newPassword = 'a much newer horse'
const desktop = { width: 1280, height: 800 }
const phone = { width: 375, height: 700 }

interface Link {
  id: string
  email: string
  /** The path of its page, which holds the token. */
  path: string
  token: string
}

const callAs = (call: Call, { authToken }: Account, path: string, json: object = {}) =>
  call('POST', `/api/v1/users${path}`, { headers: { 'xc-auth': authToken }, json })

async function invite(call: Call, owner: Account): Promise<Link> {
  const { body } = await callAs(call, owner, '', { email: `${randomUUID()}@example.com` })
  const { id, email, invite_token: token } = body
  return { id, email, token, path: `/join/${token}` }
}

async function renew(call: Call, owner: Account, { id }: Link): Promise<void> {
  await callAs(call, owner, `/${id}/resend-invite`)
}

/** Makes a link to a new password of somebody who has just signed up. */
async function makeReset(call: Call, owner: Account): Promise<Link> {
  const { email, authToken } = await signUp(call)
  const { body } = await call('GET', '/api/v1/auth/user/me', { headers: { 'xc-auth': authToken } })
  return { email, ...(await remakeReset(call, owner, body.id)) }
}

async function remakeReset(call: Call, owner: Account, id: string) {
  const { body } = await callAs(call, owner, `/${id}/generate-reset-url`)
  const { reset_password_token: token } = body
  return { id, token, path: `/reset-password/${token}` }
}

const join = (call: Call, { email, token }: Link) =>
  call('POST', '/api/v1/auth/user/signup', { json: { email, token, password } })

const reset = (call: Call, { token }: Link) =>
  call('POST', `/api/v1/auth/password/reset/${token}`, { json: { password: newPassword } })

async function expire(server: Installation, { id }: Link): Promise<void> {
  const past = server.databaseUrl ? new Date(0) : new Date(0).toISOString().replace('Z', '+00:00')
  await changeDatabase(server, 'UPDATE "OneTimeToken" SET "expiresAt" = ? WHERE "userId" = ?', {
    parameters: [past, id],
  })
}

/** Expects a page to say that its link does not work, and to lead to the sign-in. */
async function expectRefused(page: Page, { path, email }: Link, words: string): Promise<void> {
  await page.goto(path)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(links.invalidHeading)
  await expect(page.getByText(words)).toBeVisible()
  await expect(page.getByRole('textbox')).toHaveCount(0)
  expect(await page.content()).not.toContain(email)
  await page.getByRole('link', { name: 'Sign in' }).click()
  await expect(page).toHaveURL('/sign-in')
}

const nameField = (page: Page) => page.getByLabel('Name')
const passwordField = (page: Page) => page.getByLabel('Password', { exact: true })

visitorTest(
  'an invitation says who invites to what, and the keyboard alone accepts it',
  async ({ page, call, owner, server }) => {
    const invitation = await invite(call, owner)
    await visit(page, invitation.path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      `${owner.email} invites you to Jeton`,
    )
    await expect(page.getByText(new URL(server.address).host)).toBeVisible()
    await expect(page.getByLabel('Email')).toHaveValue(invitation.email)
    await expect(page.getByLabel('Email')).not.toBeEditable()
    expect(await page.title()).not.toContain(invitation.token)
    await scan(page)
    await page.setViewportSize(phone)
    await scanIn(page, 'dark')
    await page.setViewportSize(desktop)

    await expect(nameField(page)).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(passwordField(page)).toBeFocused()
    await page.keyboard.type('short')
    await page.keyboard.press('Enter')
    await expect(passwordField(page)).toHaveAccessibleDescription(/^Use at least 8 characters\./)
    await expect(passwordField(page)).toBeFocused()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(password)
    await page.keyboard.press('Shift+Tab')
    await expect(nameField(page)).toBeFocused()
    await page.keyboard.type('Ada Lovelace')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Show password' })).toBeFocused()
    await page.keyboard.press('Tab')
    await expect(page.getByRole('button', { name: 'Join' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/')
    await expect(userMenu(page).button).toContainText('Ada Lovelace')
  },
)

visitorTest(
  'an invitation that was used, replaced, made up or has expired says so, and leads on',
  async ({ page, call, owner, server }) => {
    const [used, replaced, expired] = [
      await invite(call, owner),
      await invite(call, owner),
      await invite(call, owner),
    ]
    await join(call, used)
    await renew(call, owner, replaced)
    await expire(server, expired)
    const madeUp = { ...used, path: `/join/${'A'.repeat(43)}` }
    for (const link of [used, replaced, expired, madeUp])
      await expectRefused(page, link, links.invitationInvalid)
    await page.goto(used.path)
    await scan(page)
  },
)

visitorTest(
  'a link that ends while its page is open is refused in words, which keep what was typed',
  async ({ page, call, owner }) => {
    const invitation = await invite(call, owner)
    await visit(page, invitation.path)
    await renew(call, owner, invitation)
    await nameField(page).fill('Ada')
    await passwordField(page).fill(password)
    await page.getByRole('button', { name: 'Join' }).click()
    await expect(page.getByRole('alert').filter({ hasText: problem.link_invalid })).toBeVisible()
    await expect(nameField(page)).toHaveValue('Ada')
    await expect(passwordField(page)).toHaveValue(password)
  },
)

test('where somebody else is signed in, the page says so, and joining signs in the new user', async ({
  page,
  account,
  call,
  owner,
  server,
}) => {
  const invitation = await invite(call, owner)
  await visit(page, invitation.path)
  await expect(page.getByText(`You are signed in here as ${account.email}.`)).toBeVisible()
  await scan(page)

  await test.step('the user may stay signed in, and the invitation remains valid', async () => {
    await page.getByRole('link', { name: `Stay signed in as ${account.email}` }).click()
    await expect(page).toHaveURL('/')
    await expect(userMenu(page).button).toContainText(account.email)
    await visit(page, invitation.path)
    await expect(page.getByLabel('Email')).toHaveValue(invitation.email)
  })

  await passwordField(page).fill(password)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page).toHaveURL('/')
  await expect(userMenu(page).button).toContainText(invitation.email)
  const { body } = await curlMe(server.address, { 'xc-auth': account.authToken })
  expect(body.email).toBe(account.email)
})

visitorTest(
  'a link to a new password says whose, and the keyboard alone sets it',
  async ({ page, call, owner }) => {
    const link = await makeReset(call, owner)
    await visit(page, link.path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(links.resetHeading)
    await expect(page.getByLabel('Email')).toHaveValue(link.email)
    await expect(page.getByLabel('Email')).not.toBeEditable()
    await scan(page)
    await page.setViewportSize(phone)
    await scanIn(page, 'dark')
    await page.setViewportSize(desktop)

    await expect(page.getByLabel(links.newPassword)).toBeFocused()
    await page.keyboard.type(newPassword)
    await page.keyboard.press('Enter')
    await expect(page.getByText(links.resetDone)).toBeVisible()
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/sign-in')
    await isLive(page)
    const { emailField, signIn } = authPage(page)
    await emailField.fill(link.email)
    await passwordField(page).fill(newPassword)
    await signIn.click()
    await expect(userMenu(page).button).toContainText(link.email)
  },
)

visitorTest(
  'a link to a new password that was used, replaced, made up or has expired says so, and leads on',
  async ({ page, call, owner, server }) => {
    const [used, replaced, expired] = [
      await makeReset(call, owner),
      await makeReset(call, owner),
      await makeReset(call, owner),
    ]
    await reset(call, used)
    await remakeReset(call, owner, replaced.id)
    await expire(server, expired)
    const madeUp = { ...used, path: `/reset-password/${'A'.repeat(43)}` }
    for (const link of [used, replaced, expired, madeUp])
      await expectRefused(page, link, links.resetInvalid)
  },
)

test('a link to the password of somebody else leaves the signed-in user signed in', async ({
  page,
  account,
  call,
  owner,
}) => {
  const link = await makeReset(call, owner)
  await visit(page, link.path)
  await expect(page.getByText(`You are signed in here as ${account.email}`)).toBeVisible()
  await page.getByLabel(links.newPassword).fill(newPassword)
  await page.keyboard.press('Enter')
  await expect(page.getByText(links.resetDone)).toBeVisible()
  await page.goto('/')
  await expect(userMenu(page).button).toContainText(account.email)
})

visitorTest(
  'no request names the page of a link as where it comes from',
  async ({ page, context, call, owner }) => {
    const requests: Request[] = []
    context.on('request', (request) => requests.push(request))
    const [invitation, link] = [await invite(call, owner), await makeReset(call, owner)]
    await visit(page, link.path)
    await page.getByLabel(links.newPassword).fill(newPassword)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Sign in' }).click()
    await expect(page).toHaveURL('/sign-in')
    await visit(page, invitation.path)
    await passwordField(page).fill(password)
    await page.getByRole('button', { name: 'Join' }).click()
    await expect(userMenu(page).button).toBeVisible()
    expect(requests.length).toBeGreaterThan(10)
    for (const { token } of [invitation, link])
      for (const request of requests)
        expect((await request.allHeaders()).referer ?? '', request.url()).not.toContain(token)
  },
)
