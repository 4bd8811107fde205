/*
 * npm run bench:page measures what a user waits for: the bytes of the Tokens page over the wire,
 * the time until Copy works, Lighthouse scores, the time from start to ready with existing data,
 * and idle memory.
 */
import { chromium } from '@playwright/test'
import { requireBrowser } from '../scripts/browser.mjs'
import { openInstallation } from './lib/installation.mjs'
import { memory } from './lib/processes.mjs'
import { loadLighthouse } from './tools/lighthouse.mjs'

const path = '/account/tokens'
const debuggingPort = 9333
const runs = 5

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`

/**
 * Loads the page with an empty cache.
 * @returns bytes over the wire by type, and milliseconds until Copy works
 */
async function load(browser, { address, cookies }) {
  const context = await browser.newContext()
  await context.addCookies(cookies)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  const types = new Map()
  const bytes = {}
  devtools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId) ?? 'Other'
    bytes[type] = (bytes[type] ?? 0) + encodedDataLength
  })
  await page.goto(address + path, { waitUntil: 'commit' })
  const ready = await page.waitForFunction(copyWorksSince, null, { polling: 'raf' })
  await page.waitForLoadState('networkidle')
  const milliseconds = await ready.jsonValue()
  await context.close()
  return { bytes, milliseconds }
}

/**
 * Runs in the page. Returns the time at which Copy is present and hydrated by React; false until
 * then.
 */
function copyWorksSince() {
  const button = [
    ...document.querySelectorAll('main table button, main [role=table] button, main button'),
  ].find((element) => /^Copy/.test(element.textContent ?? ''))
  const alive = button && Object.keys(button).some((key) => key.startsWith('__reactProps'))
  return alive ? performance.now() : false
}

async function scores({ default: lighthouse, desktopConfig }, { address, cookies }, preset) {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const onlyCategories = ['performance', 'accessibility', 'best-practices']
  const flags = {
    port: debuggingPort,
    extraHeaders: { Cookie: cookie },
    onlyCategories,
    logLevel: 'error',
  }
  const result = await lighthouse(
    address + path,
    flags,
    preset === 'desktop' ? desktopConfig : undefined,
  )
  const { categories, audits } = result.lhr
  return {
    ...Object.fromEntries(
      Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)]),
    ),
    'largest paint': audits['largest-contentful-paint'].displayValue,
    'blocking time': audits['total-blocking-time'].displayValue,
    shift: audits['cumulative-layout-shift'].displayValue,
  }
}

async function main() {
  const lighthouse = await loadLighthouse()
  const installation = await openInstallation()
  const startsMs = []
  for (let i = 0; i < runs; i += 1) startsMs.push(await installation.restart())
  console.log(`start to ready, existing data: ${median(startsMs)} ms (median of ${runs})`)
  console.log(`memory at idle, just started: ${memory(installation.pid())} MB`)

  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
  ]
  const browser = await chromium.launch({
    executablePath: requireBrowser() || undefined,
    args: [...args, '--disable-sync', '--no-first-run', `--remote-debugging-port=${debuggingPort}`],
  })
  const loads = []
  for (let i = 0; i < runs; i += 1) loads.push(await load(browser, installation))
  const total = (bytes) => Object.values(bytes).reduce((sum, each) => sum + each, 0)
  const { bytes } = loads[0]
  console.log(`Tokens page over the wire: ${kilobytes(total(bytes))} in total`)
  for (const [type, each] of Object.entries(bytes))
    console.log(`  ${type.toLowerCase()}: ${kilobytes(each)}`)
  console.log(
    `until Copy can be pressed: ${Math.round(median(loads.map(({ milliseconds }) => milliseconds)))} ms`,
  )
  for (const preset of ['mobile', 'desktop']) {
    const result = await scores(lighthouse, installation, preset)
    console.log(
      `Lighthouse, ${preset}: ${Object.entries(result)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
    )
  }
  await browser.close()
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  console.log(`memory at idle, after these loads: ${memory(installation.pid())} MB`)
  await installation.close()
}

await main()
