import { randomUUID } from 'node:crypto'
import { createToken, signUp } from '@/test/support/client'
import { enterAs } from './support/accounts'
import { allowClipboard, readClipboard } from './support/clipboard'
import { curlMe } from './support/curl'
import { peoplePage } from './support/people-page'
import { expect, isLive, ownerTest, test, visit } from './support/test'

const lastOwner = 'The last owner cannot be deleted, disabled or made a member.'
const newEmail = () => `${randomUUID()}@example.com`

test('a member sees no People, and finds no such page', async ({ page }) => {
  await visit(page, '/')
  await expect(page.getByRole('link', { name: 'API reference' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0)
  const response = await page.goto('/people')
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
})

ownerTest(
  'an invitation gives a link, which is copied and lists somebody invited',
  async ({ page, context, server }) => {
    await allowClipboard(context)
    const people = peoplePage(page)
    const email = newEmail()
    await visit(page, '/')
    await page.getByRole('navigation').getByRole('link', { name: 'People' }).click()
    await expect(people.heading).toBeVisible()
    await isLive(page)
    await people.invite.click()
    await expect(people.dialog.getByLabel('Email')).toBeFocused()
    await people.dialog.getByLabel('Email').fill(email)
    await people.dialog.getByLabel('Groups').fill(' design \n\n operations, night \n')
    await people.button('Invite').click()

    await expect(people.dialog.getByRole('heading')).toHaveText(`Invitation for ${email}`)
    await expect(people.button('Copy link')).toBeFocused()
    await expect(people.dialog.getByText(/^Works once, until /)).toBeVisible()
    await people.button('Copy link').click()
    await expect(people.button('Copied')).toBeVisible()
    const link = await readClipboard(page)
    expect(link).toMatch(new RegExp(`^${server.address}/join/[\\w-]{20,}$`))
    await expect(people.dialog.getByLabel('Invitation link')).toHaveValue(link)
    await people.button('Close').click()
    await expect(people.invite).toBeFocused()

    await people.search.fill(email)
    await expect(people.rows).toHaveCount(1)
    await expect(people.row(email)).toContainText('Invited')
    await expect(people.row(email)).toContainText('design, operations, night')
    await people.choose(email, 'New invitation link')
    await people.button('Make link').click()
    await expect(people.dialog.getByLabel('Invitation link')).toHaveValue(/\/join\//)
    await expect(people.dialog.getByLabel('Invitation link')).not.toHaveValue(link)
  },
)

ownerTest(
  'an invitation that is refused is explained, and keeps what was typed',
  async ({ page, context, call }) => {
    const people = peoplePage(page)
    const { email } = await signUp(call)
    await people.open()
    await people.invite.click()
    const field = people.dialog.getByLabel('Email')
    await people.button('Invite').click()
    await expect(field).toHaveAccessibleDescription('Enter an email.')
    for (const [typed, words] of [
      ['nobody', 'This doesn’t look like an email address.'],
      [email, 'There is already an account with this email.'],
    ] as const) {
      await field.fill(typed)
      await people.button('Invite').click()
      await expect(field).toHaveAccessibleDescription(words)
      await expect(field).toBeFocused()
    }
    await context.setOffline(true)
    await people.button('Invite').click()
    await expect(people.dialog.getByRole('alert')).toContainText('couldn’t be reached')
    await expect(field).toHaveValue(email)
  },
)

ownerTest(
  'the token of a new machine verifies, is rotated, and ends when it is deleted',
  async ({ page, context, server }) => {
    await allowClipboard(context)
    const people = peoplePage(page)
    const name = `backup ${randomUUID()}`
    await people.open(name)
    await people.addMachine.click()
    await people.dialog.getByLabel('Name').fill(name)
    await people.dialog.getByLabel('Role').selectOption('Service')
    await people.button('Add machine').click()
    await expect(people.dialog.getByRole('heading')).toHaveText(`Token of ${name}`)
    await people.button('Create token').click()
    await expect(people.button('Copy')).toBeFocused()
    await people.button('Copy').click()
    await expect(people.button('Copied')).toBeVisible()
    const headers = { 'xc-token': await readClipboard(page) }
    expect(headers['xc-token']).toMatch(/^jtn_/)
    const { status, body } = await curlMe(server.address, headers)
    expect([status, body.display_name]).toEqual([200, name])
    expect(await page.content()).not.toContain(headers['xc-token'])

    await people.button('Rotate').click()
    await people.dialog.getByRole('radio', { name: '1 hour' }).check()
    await people.button('Rotate').last().click()
    await expect(people.button('Copy')).toBeFocused()
    await people.button('Copy').click()
    await expect(people.button('Copied')).toBeVisible()
    const current = { 'xc-token': await readClipboard(page) }
    expect(current).not.toEqual(headers)
    for (const each of [headers, current])
      expect((await curlMe(server.address, each)).status).toBe(200)
    await people.button('End the old one now').click()
    await people.button('End now').click()
    await expect(people.button('End the old one now')).toHaveCount(0)
    expect((await curlMe(server.address, headers)).status).toBe(401)
    await people.button('Close').click()

    await people.choose(name, 'Edit')
    await expect(people.dialog.getByLabel('Role')).toHaveValue('service')
    await people.dialog.getByLabel('Role').selectOption('Member')
    await people.button('Save').click()
    await people.choose(name, 'Edit')
    await expect(people.dialog.getByLabel('Role')).toHaveValue('member')
    await people.button('Cancel').click()

    await people.choose(name, 'Delete token')
    await expect(people.dialog).toContainText('Every service that uses this token')
    await people.button('Delete token').click()
    await expect(people.toast).toContainText(`The token of ${name} was deleted`)
    await expect(people.manage(name)).toBeFocused()
    expect((await curlMe(server.address, current)).status).toBe(401)
  },
)

ownerTest(
  'disabling stops browser and token at once; enabling brings the token back',
  async ({ page, browser, server, call }) => {
    const people = peoplePage(page)
    const member = await signUp(call)
    const { token } = await createToken(call, member.authToken)
    const headers = { 'xc-token': token }
    const context = await browser.newContext({ baseURL: server.address })
    await enterAs(context, member)
    const theirs = await context.newPage()
    await visit(theirs, '/account/tokens')
    expect((await curlMe(server.address, headers)).status).toBe(200)

    await people.open(member.email)
    await people.choose(member.email, 'Disable')
    await expect(people.dialog.getByRole('heading')).toHaveText(`Disable ${member.email}?`)
    await expect(people.dialog).toContainText('signed out everywhere at once')
    await people.button('Disable').click()
    await expect(people.row(member.email)).toContainText('Disabled')
    await expect(people.toast).toContainText(`${member.email} was disabled`)
    expect((await curlMe(server.address, headers)).status).toBe(401)
    await theirs.getByRole('link', { name: 'Profile' }).click()
    await expect(theirs).toHaveURL(/\/sign-in\?/)

    await people.choose(member.email, 'Enable')
    await people.button('Enable').click()
    await expect(people.row(member.email)).toContainText('Active')
    expect((await curlMe(server.address, headers)).status).toBe(200)
    await visit(theirs, '/account/tokens')
    await expect(theirs).toHaveURL(/\/sign-in\?/)
    await context.close()
  },
)

ownerTest('the last owner stays an owner, and reads the reason', async ({ page, account }) => {
  const people = peoplePage(page)
  await people.open(account.email)
  await expect(people.row(account.email)).toContainText('You')
  await people.choose(account.email, 'Edit')
  await people.dialog.getByLabel('Role').selectOption('Member')
  await people.button('Save').click()
  await expect(people.dialog.getByRole('alert')).toContainText(lastOwner)
  await people.button('Cancel').click()
  for (const act of ['Disable', 'Delete']) {
    await people.choose(account.email, act)
    await expect(people.dialog).toContainText('This is your own account.')
    await people.button(act).click()
    await expect(people.dialog.getByRole('alert')).toContainText(lastOwner)
    await people.button('Cancel').click()
  }
  await expect(people.row(account.email)).toContainText('Owner')
})

ownerTest(
  'name, role and groups are edited, and a link to a new password is made',
  async ({ page, call }) => {
    const people = peoplePage(page)
    const { email } = await signUp(call)
    await people.open(email)
    await people.choose(email, 'Edit')
    await people.dialog.getByLabel('Name').fill('Ada Lovelace')
    await people.dialog.getByLabel('Groups').fill('analysis')
    await people.button('Save').click()
    await expect(people.row(email)).toContainText('Ada Lovelace')
    await expect(people.row(email)).toContainText('analysis')
    await expect(people.manage('Ada Lovelace')).toBeFocused()
    await people.choose('Ada Lovelace', 'Password reset link')
    await people.button('Make link').click()
    await expect(people.dialog.getByLabel('Password reset link')).toHaveValue(
      /\/reset-password\/[\w-]{20,}$/,
    )
    await page.keyboard.press('Escape')
    await people.choose('Ada Lovelace', 'Sign out everywhere')
    await people.button('Sign out').click()
    await expect(people.toast).toContainText('Ada Lovelace was signed out everywhere')
  },
)

ownerTest(
  'search finds by each letter, stays in the address, and finds nobody in words',
  async ({ page, call, account }) => {
    const people = peoplePage(page)
    const { email } = await signUp(call)
    await people.open()
    await people.search.pressSequentially(email.slice(0, 13))
    await expect(people.rows).toHaveCount(1)
    await expect(people.search).toHaveValue(email.slice(0, 13))
    await expect(people.search).toBeFocused()
    await expect(page).toHaveURL(`/people?query=${email.slice(0, 13)}`)
    await page.reload()
    await expect(people.rows).toHaveCount(1)
    await isLive(page)
    await people.search.fill('nobody of this name')
    await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeVisible()
    await page.getByRole('link', { name: 'Show everybody' }).click()
    await expect(people.row(account.email)).toBeVisible()
    await expect(people.search).toHaveValue('')
  },
)

ownerTest(
  'people and machines are counted, and shown apart, also of those that a search finds',
  async ({ page, call, account }) => {
    const people = peoplePage(page)
    const name = randomUUID()
    const headers = { 'xc-auth': account.authToken }
    for (const json of [
      { kind: 'machine', display_name: `backup ${name}` },
      { kind: 'machine', display_name: `build ${name}` },
      { email: newEmail(), display_name: `Ada ${name}` },
    ])
      await call('POST', '/api/v1/users', { headers, json })
    await people.open(name)
    for (const segment of ['All 3', 'People 1', 'Machines 2'])
      await expect(page.getByRole('link', { name: segment })).toBeVisible()
    await page.getByRole('link', { name: 'Machines 2' }).click()
    await expect(page).toHaveURL(`/people?query=${name}&kind=machine`)
    await expect(people.rows).toHaveCount(2)
    await people.search.fill(`backup ${name}`)
    await expect(people.rows).toHaveCount(1)
    await expect(page.getByRole('link', { name: 'People 0' })).toBeVisible()
    await page.getByRole('link', { name: 'All 1' }).click()
    await expect(page).toHaveURL(`/people?query=backup+${name}`)
  },
)

ownerTest(
  'on a phone, a row shows name, state and address, and the rest when it is asked for',
  async ({ page, call }) => {
    const people = peoplePage(page)
    const { email } = await signUp(call)
    await page.setViewportSize({ width: 375, height: 720 })
    await people.open(email)
    const row = people.row(email)
    await expect(row.getByText('Active')).toBeVisible()
    await expect(row.getByText('Member')).toBeHidden()
    await people.details(email).press('Enter')
    await expect(row.getByText('Member')).toBeVisible()
    await people.choose(email, 'Disable')
    await people.button('Disable').click()
    await expect(row.getByText('Disabled')).toBeVisible()
    await expect(row.getByText('Member')).toBeVisible()
    await people.details(email).press('Enter')
    await expect(row.getByText('Member')).toBeHidden()
  },
)

ownerTest(
  'an address past the end of the list shows its last page, and leads back',
  async ({ page, call, account }) => {
    const people = peoplePage(page)
    const name = randomUUID()
    const headers = { 'xc-auth': account.authToken }
    for (let i = 0; i < 26; i += 1)
      await call('POST', '/api/v1/users', {
        headers,
        json: { kind: 'machine', display_name: `${name} ${i}` },
      })
    await visit(page, `/people?query=${name}&page=999`)
    await expect(people.rows).toHaveCount(1)
    await expect(people.row(`${name} 25`)).toBeVisible()
    await expect(page.getByText('26–26 of 26')).toBeVisible()
    await page.getByRole('link', { name: 'Previous' }).click()
    await expect(page).toHaveURL(`/people?query=${name}`)
    await expect(people.rows).toHaveCount(25)
    await visit(page, '/people?query=nobody-of-this-name&page=999')
    await expect(page.getByRole('heading', { name: 'Nobody found' })).toBeVisible()
  },
)

ownerTest(
  'the keyboard alone deletes somebody, and can turn back at each step',
  async ({ page, call }) => {
    const people = peoplePage(page)
    const { email } = await signUp(call)
    await people.open(email)
    const menu = page.getByRole('menu', { name: `Manage ${email}` })
    await people.manage(email).press('Enter')
    await expect(menu.getByRole('menuitem', { name: 'Edit' })).toBeFocused()
    await page.keyboard.press('End')
    await expect(menu.getByRole('menuitem', { name: 'Delete', exact: true })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(menu).toHaveCount(0)
    await expect(people.manage(email)).toBeFocused()

    await page.keyboard.press('ArrowUp')
    await expect(menu.getByRole('menuitem', { name: 'Delete', exact: true })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(people.dialog).toContainText('This can’t be undone.')
    await page.keyboard.press('Escape')
    await expect(people.dialog).toHaveCount(0)
    await expect(people.manage(email)).toBeFocused()

    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await people.button('Delete').press('Enter')
    await expect(people.row(email)).toHaveCount(0)
    await expect(people.heading).toBeFocused()
    await expect(people.toast).toContainText(`${email} was deleted`)
  },
)

ownerTest('Home offers an owner the next steps, until they are dismissed', async ({ page }) => {
  await visit(page, '/')
  const steps = page.getByRole('region', { name: 'Next for this installation' })
  await expect(steps.getByRole('listitem')).toHaveCount(3)
  await steps.getByRole('button', { name: 'Dismiss' }).click()
  await expect(steps).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Use your token' })).toBeVisible()
  await expect(steps).toHaveCount(0)
})
