import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from '@playwright/test'
import { password } from '@/test/support/client'
import { type OidcServer, somebody, startOidcServer } from '@/test/support/oidc-server'
import { codeOf } from '@/test/support/second-factor'
import { authPage } from './support/auth-page'
import { allowClipboard, pressToCopy, readClipboard } from './support/clipboard'
import { curl, curlMe } from './support/curl'
import { peoplePage } from './support/people-page'
import { enterPassword, logOut, setUpApp } from './support/second-step'
import { expect, isLive, visitorTest } from './support/test'
import { tokensPage } from './support/tokens-page'
import { userMenu } from './support/user-menu'

/*
 * How people come in and who looks after them, from the first account on: an owner, a member with a
 * second factor, somebody from the OpenID provider, and a machine, each in a browser of their own.
 */

const test = visitorTest.extend<{ oidc: OidcServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  oidc: async ({}, use) => {
    const oidc = await startOidcServer('userinfo')
    await use(oidc)
    await oidc.stop()
  },
  baseURL: async ({ oidc }, use) => use(oidc.server.address),
})

async function openBrowser(browser: Browser, baseURL: string): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext({ baseURL })
  await allowClipboard(context)
  return [context, await context.newPage()]
}

test('an owner invites, a member joins and is disabled and enabled, the provider lets in, a machine calls', async ({
  page: owner,
  context,
  browser,
  oidc,
}) => {
  // Slow, because it starts a server and a provider of its own.
  test.slow()
  const { address } = oidc.server
  const email = 'ada@example.com'
  const people = peoplePage(owner)
  const [memberContext, member] = await openBrowser(browser, address)
  await allowClipboard(context)

  await test.step('the first account owns the installation', async () => {
    await owner.goto('/sign-up')
    await isLive(owner)
    await authPage(owner).emailField.fill('grace@example.com')
    await authPage(owner).passwordField.fill(password)
    await authPage(owner).signUp.click()
    await expect(owner).toHaveURL('/')
  })

  const link = await test.step('the owner invites somebody, and copies the link', async () => {
    await owner.getByRole('navigation').getByRole('link', { name: 'People' }).click()
    await expect(people.heading).toBeVisible()
    await isLive(owner)
    await people.invite.click()
    await people.dialog.getByLabel('Email').fill(email)
    await people.dialog.getByLabel('Groups').fill('design')
    await people.button('Invite').click()
    await pressToCopy(people.button('Copy link'))
    await people.button('Close').click()
    await expect(people.row(email)).toContainText('Invited')
    return readClipboard(owner)
  })

  await test.step('the member joins in a second browser', async () => {
    await member.goto(link)
    await expect(member.getByRole('heading')).toHaveText('grace@example.com invites you to Jeton')
    await isLive(member)
    await member.getByLabel('Name').fill('Ada Lovelace')
    await member.getByLabel('Password', { exact: true }).fill(password)
    await member.getByRole('button', { name: 'Join' }).click()
    await expect(member).toHaveURL('/')
    await expect(userMenu(member).button).toContainText('Ada Lovelace')
    await expect(member.getByRole('link', { name: 'People' })).toHaveCount(0)
  })

  await test.step('sets up an authenticator app, signs out, and signs in with a code', async () => {
    await member.goto('/account/security')
    await isLive(member)
    const { secret } = await setUpApp(member)
    await member.getByRole('button', { name: 'I have kept them' }).click()
    await expect(member.getByText('10 codes are left.')).toBeVisible()
    await logOut(member)
    await enterPassword(member, email)
    // The code of the set-up was used: the next one is accepted already.
    await member.getByLabel('Code', { exact: true }).fill(codeOf(secret, 1))
    await member.getByRole('button', { name: 'Continue' }).click()
    await expect(userMenu(member).button).toContainText('Ada Lovelace')
  })

  const token = await test.step('and makes a token that works', async () => {
    const tokens = tokensPage(member)
    await tokens.open()
    await tokens.addButton.click()
    await tokens.nameField.fill('laptop')
    await tokens.save.click()
    await pressToCopy(tokens.copy)
    const copied = await readClipboard(member)
    const { status, body } = await curlMe(address, { 'xc-token': copied })
    expect([status, body.email, body.groups]).toEqual([200, email, ['design']])
    return copied
  })

  await test.step('disabled: out with the next click, the token with the next request', async () => {
    await people.open(email)
    await people.choose('Ada Lovelace', 'Disable')
    await people.button('Disable').click()
    await expect(people.row(email)).toContainText('Disabled')
    expect((await curlMe(address, { 'xc-token': token })).status).toBe(401)
    expect((await curl(`${address}/api/v1/verify`, { 'xc-token': token })).status).toBe(401)
    await member.getByRole('link', { name: 'Profile' }).click()
    await expect(member).toHaveURL(/\/sign-in\?/)
  })

  await test.step('enabled: the token works again', async () => {
    await people.choose('Ada Lovelace', 'Enable')
    await people.button('Enable').click()
    await expect(people.row(email)).toContainText('Active')
    expect((await curlMe(address, { 'xc-token': token })).status).toBe(200)
  })

  await test.step('a third browser signs in through the provider, with its groups', async () => {
    const groups = ['analysis', 'engines']
    oidc.provider.person = somebody({ name: 'Charles Babbage', groups })
    const [thirdContext, third] = await openBrowser(browser, address)
    await third.goto('/sign-in')
    await third.getByRole('link', { name: 'Sign in with Test Provider' }).click()
    await expect(userMenu(third).button).toContainText('Charles Babbage')
    await people.open('Charles')
    await expect(people.row('Charles Babbage')).toContainText('analysis, engines')
    const me = await thirdContext.request.get('/api/v1/auth/user/me')
    expect((await me.json()).groups).toEqual(groups)
    await thirdContext.close()
  })

  await test.step('a machine gets its token, and calls verify', async () => {
    const name = `backup ${randomUUID()}`
    await people.addMachine.click()
    await people.dialog.getByLabel('Name').fill(name)
    await people.button('Add machine').click()
    await people.button('Create token').click()
    await pressToCopy(people.button('Copy'))
    const headers = { 'xc-token': await readClipboard(owner) }
    expect(await curl(`${address}/api/v1/verify`, headers)).toEqual({ status: 200, body: null })
    expect((await curlMe(address, headers)).body).toMatchObject({ display_name: name })
  })

  await memberContext.close()
})
