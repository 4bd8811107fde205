import { randomUUID } from 'node:crypto'
import { createToken } from '@/test/support/client'
import { changeDatabase } from '@/test/support/database'
import { allowClipboard, pressToCopy, readClipboard } from './support/clipboard'
import { addUse, ownServices } from './support/services'
import { servicesPage } from './support/services-page'
import { expect, isLive, ownerTest, test, visit } from './support/test'
import { tokensPage } from './support/tokens-page'

ownerTest('an owner adds, changes and deletes a service', async ({ page, call, owner }) => {
  const services = servicesPage(page)
  const { group, add } = ownServices(call, owner)
  const taken = await add('Taken')
  const name = `s-${randomUUID()}`
  const title = `Wiki ${name}`
  await visit(page, '/')
  await page.getByRole('navigation').getByRole('link', { name: 'Services' }).click()
  await expect(services.heading).toBeVisible()
  await isLive(page)

  await test.step('a refused value is explained beside its field, and stays there', async () => {
    await services.add.click()
    await expect(services.field('Name')).toBeFocused()
    for (const [typed, words] of [
      ['', 'Give the service a name.'],
      ['Team Wiki', 'A name has 1 to 63 lowercase letters, digits and hyphens'],
      [taken, 'There is already a service with this name.'],
    ] as const) {
      await services.field('Name').fill(typed)
      await services.button('Add service').click()
      await expect(services.field('Name')).toHaveAccessibleDescription(new RegExp(words))
      await expect(services.field('Name')).toHaveValue(typed)
      await expect(services.field('Name')).toBeFocused()
    }
    await services.field('Name').fill(name)
    await services.field('Address').fill('ftp://wiki.example.com')
    await services.button('Add service').click()
    await expect(services.field('Address')).toHaveAccessibleDescription(/^An address begins/)
  })

  await test.step('it is added for a group', async () => {
    await services.field('Title').fill(title)
    await services.field('Address').fill('https://wiki.example.com/start')
    await expect(services.field('Groups')).toHaveCount(0)
    await services.field('Who may use it').selectOption('Members of groups')
    await services.field('Groups').fill(group)
    await services.button('Add service').click()
    await expect(services.toast).toContainText(`${title} was added.`)
    await expect(services.edit(title)).toBeFocused()
    const card = services.card(title)
    await expect(card).toContainText(name)
    await expect(card).toContainText(group)
    await expect(card).toContainText('you are in none of its groups')
    await expect(card.getByRole('link', { name: 'https://wiki.example.com/start' })).toBeVisible()
  })

  await test.step('it is changed: without groups, nobody may use it', async () => {
    await services.edit(title).click()
    await expect(services.field('Groups')).toHaveValue(group)
    await services.field('Groups').fill('')
    await services.button('Save').click()
    await expect(services.toast).toContainText(`${title} was changed`)
    await expect(services.card(title)).toContainText('Nobody: it has no group')
    await expect(services.edit(title)).toBeFocused()
  })

  await test.step('Cancel deletes nothing, Delete deletes', async () => {
    await services.delete(title).click()
    await expect(services.button('Cancel')).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(services.delete(title)).toBeFocused()
    await services.delete(title).click()
    await expect(services.dialog).toContainText(`Delete “${title}”?`)
    await services.button('Delete').click()
    await expect(services.toast).toContainText(`${title} was deleted`)
    await expect(services.card(title)).toHaveCount(0)
    await expect(services.heading).toBeFocused()
  })
})

ownerTest(
  'Protect it shows the configuration for this service, and copies it',
  async ({ page, context, call, owner, server }) => {
    await allowClipboard(context)
    const services = servicesPage(page)
    const name = await ownServices(call, owner).add('Guarded wiki')
    await services.open()
    await services
      .card('Guarded wiki')
      .getByRole('link', { name: /^Protect it/ })
      .click()
    await expect(page.getByRole('heading', { name: 'Protect “Guarded wiki”' })).toBeVisible()
    await isLive(page)
    const { port } = new URL(server.address)
    for (const [guard, file] of [
      ['nginx', 'jeton.conf'],
      ['Caddy', 'Caddyfile'],
      ['Traefik', 'dynamic.yml'],
      ['Envoy', 'envoy.yaml'],
      ['HAProxy', 'haproxy.cfg'],
      ['Express', 'app.mjs'],
    ] as const) {
      await page.getByRole('tab', { name: guard, exact: true }).click()
      const panel = page.getByRole('tabpanel', { name: guard })
      await expect(panel).toContainText(`/api/v1/services/${name}/verify`)
      await expect(panel).toContainText(port)
      const region = panel.getByRole('region', { name: file })
      await pressToCopy(region.getByRole('button', { name: 'Copy file' }))
      expect(await readClipboard(page)).toBe(await region.locator('pre').textContent())
    }
    await page.getByRole('tab', { name: 'Express' }).press('ArrowRight')
    await expect(page.getByRole('tab', { name: 'nginx' })).toBeFocused()
    await expect(page.getByRole('region', { name: 'jeton.conf' })).toBeVisible()
    expect((await page.goto('/services/nothing/protect'))?.status()).toBe(404)
  },
)

ownerTest(
  'an owner renames and deletes a group: its service stays open to it, and then is closed',
  async ({ page, call, owner }) => {
    const { group, add } = ownServices(call, owner)
    await add('Of a group')
    await add('Taken', { groups: [`${group} taken`] })
    const dialog = page.getByRole('dialog')
    const row = (name: string) =>
      page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) })
    await visit(page, '/people')
    await page.getByRole('main').getByRole('link', { name: 'Groups' }).click()
    await expect(page.getByRole('heading', { name: 'Groups' })).toBeVisible()
    await isLive(page)
    await expect(row(group)).toContainText('Of a group')
    await page.getByRole('button', { name: `Rename ${group}`, exact: true }).click()
    await dialog.getByLabel('Name').fill(`${group} TAKEN`)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/already a group/)
    await dialog.getByLabel('Name').fill(`${group}, renamed`)
    await dialog.getByRole('button', { name: 'Save' }).click()
    const renamed = page.getByRole('button', { name: `Rename ${group}, renamed`, exact: true })
    await expect(renamed).toBeFocused()
    await expect(row(`${group}, renamed`)).toContainText('Of a group')
    await page.getByRole('button', { name: `Delete ${group}, renamed`, exact: true }).click()
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Groups' })).toBeFocused()
    await expect(row(`${group}, renamed`)).toHaveCount(0)
    await servicesPage(page).open()
    await expect(servicesPage(page).card('Of a group')).toContainText('Nobody: it has no group')
  },
)

test('a member changes no service, and sees those alone that they may use', async ({
  page,
  context,
  account,
  call,
  owner,
}) => {
  await allowClipboard(context)
  const services = servicesPage(page)
  const mine = ownServices(call, owner)
  const others = ownServices(call, owner)
  await others.add('Not for me')
  const name = await mine.add('Open to me', { url: 'https://wiki.example.com/' })
  await services.open()
  await expect(services.card('Open to me')).toHaveCount(0)
  await mine.admit(account)
  await services.open()
  const card = services.card('Open to me')
  await expect(card).toContainText('You have no token yet.')
  await expect(services.card('Not for me')).toHaveCount(0)
  await expect(services.add).toHaveCount(0)
  await expect(card.getByRole('button')).toHaveText(['Copy'])
  await pressToCopy(card.getByRole('button', { name: 'Copy' }))
  expect(await readClipboard(page)).toBe(
    `curl -H 'xc-token: YOUR_TOKEN' 'https://wiki.example.com/'`,
  )
  for (const path of [`/services/${name}/protect`, '/people/groups'])
    expect((await page.goto(path))?.status()).toBe(404)
})

test('a token is kept to one service: the pages say so, and the verifier does so', async ({
  page,
  account,
  call,
  owner,
}) => {
  const services = servicesPage(page)
  const tokens = tokensPage(page)
  const own = ownServices(call, owner)
  await own.admit(account)
  const [wiki, git] = [await own.add('My wiki'), await own.add('My git')]
  const { token } = await createToken(call, account.authToken, 'n8n')
  const headers = { 'xc-token': token }
  const verify = async (path: string) => {
    const answer = await call('GET', `/api/v1${path}/verify`, { headers })
    return [answer.status, answer.headers.get('x-auth-error')]
  }
  await services.open()
  await expect(services.card('My wiki')).toContainText('Your token reaches it')
  await expect(services.card('My git')).toContainText('Your token reaches it')

  const dialog = page.getByRole('dialog')
  const change = page.getByRole('button', { name: 'Change', exact: true })
  await test.step('one service is chosen', async () => {
    await tokens.open()
    await expect(page.getByText('At all services that you may use, and')).toBeVisible()
    await change.click()
    await expect(dialog.getByRole('radio', { name: 'All services that you may use' })).toBeFocused()
    await expect(dialog.getByRole('checkbox')).toHaveCount(0)
    await page.keyboard.press('ArrowDown')
    await dialog.getByRole('checkbox', { name: 'My wiki' }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(tokens.toast).toContainText('the token is good at 1 service')
    await expect(change).toBeFocused()
    await expect(page.getByText('It is refused everywhere else')).toBeVisible()
    expect(await verify(`/services/${wiki}`)).toEqual([200, null])
    expect(await verify(`/services/${git}`)).toEqual([403, 'service_not_allowed'])
    expect(await verify('')).toEqual([403, 'service_required'])
    await services.open()
    await expect(services.card('My wiki')).toContainText('Your token reaches it')
    await expect(services.card('My git')).toContainText('it is kept to other services')
  })

  await test.step('none is chosen', async () => {
    await services.card('My git').getByRole('link', { name: 'Change that' }).click()
    await isLive(page)
    await change.click()
    await expect(dialog.getByRole('checkbox', { name: 'My wiki' })).toBeChecked()
    await dialog.getByRole('checkbox', { name: 'My wiki' }).uncheck()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Nowhere: no service is chosen.')).toBeVisible()
    expect(await verify(`/services/${wiki}`)).toEqual([403, 'service_not_allowed'])
  })

  await test.step('all are chosen again', async () => {
    await change.click()
    await dialog.getByRole('radio', { name: 'All services that you may use' }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('At all services that you may use, and')).toBeVisible()
    expect(await verify(`/services/${git}`)).toEqual([200, null])
    expect(await verify('')).toEqual([200, null])
  })
})

test('the chart and its tables show where a token was used, and that it was not', async ({
  page,
  account,
  call,
  owner,
  server,
}) => {
  const tokens = tokensPage(page)
  const own = ownServices(call, owner)
  await own.admit(account)
  const wiki = await own.add('My wiki')
  const { id } = await createToken(call, account.authToken)
  const usage = page.getByRole('region', { name: 'Last 30 days' })
  await tokens.open()
  await expect(usage).toContainText('Not used in these days.')
  await expect(tokens.row).not.toContainText('Unused for 90 days')

  await addUse(server, id, wiki, { daysAgo: 3, count: 40 })
  await addUse(server, id, wiki, { daysAgo: 2, count: 7 })
  await addUse(server, id, '', { daysAgo: 2, count: 5 })
  await addUse(server, id, wiki, { daysAgo: 50, count: 1000 })
  await tokens.open()
  await expect(usage.getByRole('img', { name: /^52 uses, by day and service/ })).toBeVisible()
  const byService = usage.getByRole('table', { name: 'Use by service' }).getByRole('row')
  await expect(byService).toHaveCount(3)
  await expect(byService.nth(1)).toHaveText(/^My wiki472 days ago/)
  await expect(byService.nth(2)).toHaveText(/^No service named52 days ago/)
  await usage.getByText('Use by day').click()
  const byDay = usage.getByRole('table', { name: 'Use by day' }).getByRole('row')
  await expect(byDay).toHaveCount(3)
  await expect(byDay.nth(1)).toHaveText(/12My wiki: 7, No service named: 5$/)
  await expect(byDay.nth(2)).toHaveText(/40My wiki: 40$/)

  await changeDatabase(server, 'UPDATE "ApiToken" SET "lastUsedAt" = ? WHERE "id" = ?', {
    parameters: [new Date(Date.now() - 91 * 86_400_000).toISOString(), id],
  })
  await tokens.open()
  await expect(tokens.row).toContainText('Unused for 90 days')
})
