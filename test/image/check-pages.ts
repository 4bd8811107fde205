import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from '@playwright/test'
import { requireBrowser } from '@/scripts/browser.mjs'
import type { Tested } from '@/test/image/tested'
import { clientOf, createToken, password } from '@/test/support/client'

const service = 'wiki'
/** Values for the parts of a path that vary. A link with this token is not valid. */
const parts: Record<string, string> = { '[name]': service, '[token]': 'not-a-link' }

/** The paths of all pages, by the group that the folder names: `(auth)` for visitors. */
function paths(group: string): string[] {
  const files = readdirSync('app', { recursive: true, encoding: 'utf8' })
  const pages = files.filter((file) => file.startsWith(group) && file.endsWith('page.tsx'))
  return pages.map((file) => {
    const folders = file.split('/').slice(1, -1)
    return `/${folders.map((name) => parts[name] ?? name).join('/')}`
  })
}

export async function checkPages({ containers }: Tested): Promise<string> {
  const jeton = await containers.startReady()
  const opened = await openEveryPage(jeton.address)
  await containers.stop(jeton.name)
  return `${opened} pages, no error`
}

/**
 * Opens every page as a visitor or as the owner of a new installation. No script fails, and nothing
 * is missing.
 * @returns how many were opened
 */
export async function openEveryPage(address: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const visitor = await openAll(await contextOf(browser, address), paths('(auth)'))
    const owner = await contextOf(browser, address)
    await becomeOwner(owner, address)
    const own = await openAll(owner, [...paths('(app)'), '/nowhere'])
    return visitor + own
  } finally {
    await browser.close()
  }
}

const contextOf = (browser: Browser, baseURL: string) => browser.newContext({ baseURL })

/** Signs up by the form, and adds what the pages can show. */
async function becomeOwner(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage()
  await page.goto('/sign-up', { waitUntil: 'networkidle' })
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.waitForURL(`${address}/`)
  const call = clientOf(address)
  const json = { email: 'ada@example.com', password }
  const { body } = await call('POST', '/api/v1/auth/user/signin', { json })
  await createToken(call, body.token)
  const headers = { 'xc-auth': body.token }
  const added = { name: service, url: 'https://wiki.example.com' }
  const { status } = await call('POST', '/api/v1/services', { headers, json: added })
  assert.equal(status, 200)
}

/** @returns how many were opened */
async function openAll(context: BrowserContext, all: string[]): Promise<number> {
  const faults: string[] = []
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => faults.push(`${page.url()}: ${message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text()))
      faults.push(`${page.url()}: ${message.text()}`)
  })
  for (const path of all) {
    await page.goto(path, { waitUntil: 'networkidle' })
    await page.getByRole('heading').first().waitFor()
  }
  assert.deepEqual(faults, [])
  return all.length
}

/** The browser logs the status of a page that does not exist. */
const isExpected = (text: string) => text.includes('status of 404')
