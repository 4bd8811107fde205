/*
 * npm run bench:console measures what an owner waits for on People, with 1,000 users: the time from
 * the navigation to the first row on screen, and from a key in the search field to the new list.
 * The field has no delay of its own: it searches with each key.
 */
import { loadavg } from 'node:os'
import { chromium } from '@playwright/test'
import { requireBrowser } from '../scripts/browser.mjs'
import { openInstallation } from './lib/installation.mjs'
import { machine } from './lib/machine.mjs'
import { seedSets } from './lib/seeding.mjs'

const runs = 15

/** Each key finds another number of users than the previous one. */
const typed = '123'

const summary = (values) => {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (part) => Math.round(sorted[Math.floor(part * (sorted.length - 1))])
  return `median ${at(0.5)} ms, best ${at(0)} ms, 90 % within ${at(0.9)} ms, of ${values.length}`
}

/** Runs in each page, before it has content: notes when the first row was drawn. */
function noteFirstRow() {
  const look = () => {
    if (!document.querySelector('main [role=row] button, main tbody button')) return
    observer.disconnect()
    // A message that is sent in a frame arrives after it was drawn.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        window.firstRowMs = performance.now()
      }
      port2.postMessage(null)
    })
  }
  const observer = new MutationObserver(look)
  observer.observe(document, { subtree: true, childList: true })
}

/** @returns milliseconds from the navigation to the first row on screen, and to its first byte */
async function load(page, address) {
  await page.goto(`${address}/people`, { waitUntil: 'commit' })
  const shown = await page.waitForFunction(() => window.firstRowMs, null, { polling: 50 })
  const firstByte = await page.evaluate(
    () => performance.getEntriesByType('navigation')[0].responseStart,
  )
  return { shown: await shown.jsonValue(), firstByte }
}

/**
 * Runs in the page. Returns whether React has hydrated the search field, which reacts to keys then.
 */
function isLive() {
  const field = document.querySelector('main input[type=search]')
  return field && Object.keys(field).some((key) => key.startsWith('__reactProps'))
}

/**
 * Runs in the page. Resolves with the time from the next key to the drawn list of another length.
 */
function timeNextSearch() {
  window.searched = new Promise((resolve) => {
    const count = document.querySelector('main [role=status]')
    const before = count.textContent
    let begin
    addEventListener('keydown', ({ timeStamp }) => (begin = timeStamp), {
      capture: true,
      once: true,
    })
    const observer = new MutationObserver(() => {
      if (document.querySelector('main [role=status]').textContent === before) return
      observer.disconnect()
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now() - begin)
        port2.postMessage(null)
      })
    })
    observer.observe(document.querySelector('main'), {
      subtree: true,
      childList: true,
      characterData: true,
    })
  })
}

/** Types a query. @returns the time of each key, in milliseconds */
async function search(page) {
  const measured = []
  await page.getByRole('searchbox').focus()
  for (const key of typed) {
    await page.evaluate(timeNextSearch)
    await page.keyboard.press(key)
    measured.push(await page.evaluate(() => window.searched))
  }
  return measured
}

async function openPage(browser, { cookies }) {
  const context = await browser.newContext({ reducedMotion: 'reduce' })
  await context.addCookies(cookies)
  await context.addInitScript(noteFirstRow)
  return { page: await context.newPage(), close: () => context.close() }
}

async function main() {
  const { cpu, cores, node } = machine()
  console.log(`${cpu}, ${cores} cores, Node ${node}`)
  const { small } = await seedSets(new Set(['small']))
  const installation = await openInstallation(small.dataDir)
  const browser = await chromium.launch({
    executablePath: requireBrowser() || undefined,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  })
  const cold = []
  const warm = []
  const searches = []
  for (let i = 0; i < runs; i += 1) {
    const { page, close } = await openPage(browser, installation)
    cold.push(await load(page, installation.address))
    warm.push(await load(page, installation.address))
    await page.waitForFunction(isLive, null, { polling: 50 })
    searches.push(...(await search(page)))
    await close()
  }
  const shown = (loads) => summary(loads.map(({ shown: ms }) => ms))
  console.log(
    `load average ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  )
  console.log(`first row, empty cache: ${shown(cold)}`)
  console.log(`first row, again: ${shown(warm)}`)
  console.log(`  of it, to the first byte: ${summary(warm.map(({ firstByte }) => firstByte))}`)
  console.log(`search, from a key to the new list: ${summary(searches)}`)
  await browser.close()
  await installation.close()
}

await main()
