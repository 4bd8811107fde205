import { password } from '@/test/support/client'
import { makeDataDir, removeDataDir, type Server, startServer } from '@/test/support/server'
import { allowClipboard, pressToCopy, readClipboard } from './support/clipboard'
import { curl, curlMe } from './support/curl'
import { expect, isLive, visitorTest } from './support/test'

/*
 * The main job, on a server of its own in an empty folder: follows the documentation step by step
 * and word for word, and verifies the result with another program.
 */

const email = 'ada@example.com'

interface Restartable {
  readonly address: string
  /** Stops the server, and starts another one on the same folder and port. */
  restart(): Promise<void>
}

const test = visitorTest.extend<{ installation: Restartable }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from it
  installation: async ({}, use) => {
    const dataDir = makeDataDir()
    let server: Server = await startServer({ JETON_DATA_DIR: dataDir })
    const { address } = server
    await use({
      address,
      async restart() {
        await server.stop()
        server = await startServer({ JETON_DATA_DIR: dataDir, PORT: new URL(address).port })
      },
    })
    await server.stop()
    removeDataDir(dataDir)
  },
  baseURL: async ({ installation }, use) => use(installation.address),
})

test.use({ contextOptions: { reducedMotion: 'no-preference' } })

test('from an empty folder to a copied token that another program can use, until it is deleted', async ({
  page,
  context,
  installation,
}) => {
  await allowClipboard(context)

  await test.step('the first visitor is led to sign up, and reads that the first account is the owner', async () => {
    await page.goto('/')
    await expect(page).toHaveURL('/sign-up')
    await expect(page.getByText('The first account owns this installation.')).toBeVisible()
    await isLive(page)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await expect(page).toHaveURL('/')
  })

  const userMenu = page.getByRole('button', { name: 'User menu' })

  const token = await test.step('a token is created and copied', async () => {
    await isLive(page)
    await userMenu.click()
    await page.getByRole('menuitem', { name: 'Account Settings' }).click()
    await expect(page.getByRole('heading', { name: 'Account Settings' })).toBeVisible()
    await page.getByRole('link', { name: 'Tokens' }).click()
    await page.getByRole('button', { name: 'Add New API Token' }).click()
    await page.getByLabel('Token name').fill('n8n production')
    await page.getByRole('button', { name: 'Save' }).click()
    const row = page.getByRole('row', { name: 'n8n production' })
    await pressToCopy(row.getByRole('button', { name: 'Copy' }))
    return readClipboard(page)
  })

  await test.step('another program is known by it', async () => {
    const { status, body } = await curlMe(installation.address, { 'xc-token': token })
    expect(status).toBe(200)
    expect(body).toMatchObject({ email, is_api_token: true })
    const verdict = await curl(`${installation.address}/api/v1/verify`, { 'xc-token': token })
    expect(verdict).toEqual({ status: 200, body: null })
  })

  await test.step('and still is after a restart', async () => {
    await installation.restart()
    const { status, body } = await curlMe(installation.address, { 'xc-token': token })
    expect(status).toBe(200)
    expect(body.email).toBe(email)
  })

  await test.step('an auth token is copied from the user menu, and ends at log-out', async () => {
    await userMenu.click()
    await pressToCopy(page.getByRole('menuitem', { name: 'Copy Auth Token' }))
    const authToken = await readClipboard(page)
    const { status, body } = await curlMe(installation.address, { 'xc-auth': authToken })
    expect(status).toBe(200)
    expect(body.email).toBe(email)

    await page.getByRole('menuitem', { name: 'Log Out' }).click()
    await expect(page).toHaveURL('/sign-in')
    expect((await curlMe(installation.address, { 'xc-auth': authToken })).status).toBe(401)
    expect((await curlMe(installation.address, { 'xc-token': token })).status).toBe(200)
  })

  await test.step('the token is deleted, and refused at once', async () => {
    await isLive(page)
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page).toHaveURL('/')
    await isLive(page)
    await userMenu.click()
    await page.getByRole('menuitem', { name: 'Account Settings' }).click()
    // The server flushed the uses from before the restart when it stopped.
    await expect(page.getByRole('row', { name: 'n8n production' })).toContainText(/[2-9] uses/)
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(page.getByRole('row', { name: 'n8n production' })).toBeHidden()
    expect((await curlMe(installation.address, { 'xc-token': token })).status).toBe(401)
    expect(
      (await curl(`${installation.address}/api/v1/verify`, { 'xc-token': token })).status,
    ).toBe(401)
  })
})
