import { setTimeout } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { requireBrowser } from '@/scripts/browser.mjs'
import { clientOf, password, signUp } from '@/test/support/client'
import { keepBusy } from '@/test/support/load'
import { freePort, startServer } from '@/test/support/server'
import { complaints, type VitalSigns, vitalSigns } from '@/test/support/vital-signs'

/*
 * npm run soak runs every kind of load at once for SOAK_MINUTES (5), including a real browser. It
 * fails if a response is wrong, the server logs a complaint, its memory keeps growing after the
 * first third of the time, or files or sockets stay open.
 */

const minutes = Number(process.env.SOAK_MINUTES ?? 5)
const samples = 30

/**
 * The highest acceptable growth of memory from the second third to the last one. It allows for
 * noise and for cached pages of the database.
 */
const maxGrowth = 1.1

/**
 * Limits the heap of each thread. V8 delays garbage collection while the machine has free memory;
 * with less of it, growth means that memory is retained.
 */
const heapLimit = '--max-old-space-size=128'

/** A browser user who signs in, visits pages and logs out. */
async function person(address: string) {
  const browser = await chromium.launch({
    executablePath: requireBrowser(),
    args: ['--no-sandbox', '--disable-gpu'],
  })
  const { email } = await signUp(clientOf(address))
  const round = async () => {
    const context = await browser.newContext({ baseURL: address })
    const page = await context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto('/sign-in?next=/account/tokens', { waitUntil: 'networkidle' })
    await page.getByLabel('Email').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('heading', { name: 'Sessions' }).waitFor()
    await page.getByRole('button', { name: 'User menu' }).click()
    await page.getByRole('menuitem', { name: 'Log Out' }).click()
    await page.waitForURL('**/sign-in')
    await context.close()
    if (faults.length > 0) throw new Error(`The page failed: ${faults[0]}`)
  }
  return { round, close: () => browser.close() }
}

async function watch(port: number, isOver: () => boolean): Promise<VitalSigns[]> {
  const signs: VitalSigns[] = []
  while (!isOver()) {
    const now = await vitalSigns(port)
    signs.push(now)
    console.log(`${now.memory.toFixed(0)} MB, ${now.files} files open`)
    await setTimeout((minutes * 60_000) / samples)
  }
  return signs
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function faultsOf(
  signs: VitalSigns[],
  filesBefore: number,
  filesAfter: number,
  output: string,
): string[] {
  const third = Math.floor(signs.length / 3)
  const memory = signs.map((sign) => sign.memory)
  const growth = mean(memory.slice(-third)) / mean(memory.slice(third, 2 * third))
  console.log(`Memory of the last third to that of the second one: ${growth.toFixed(3)}`)
  return [
    ...(growth > maxGrowth ? [`The memory has grown by ${Math.round((growth - 1) * 100)} %.`] : []),
    ...(filesAfter > filesBefore + 5
      ? [`${filesAfter - filesBefore} files or sockets have stayed open.`]
      : []),
    ...complaints(output).map(({ msg }) => `The server says: ${msg}`),
  ]
}

async function soak(): Promise<string[]> {
  const port = await freePort()
  const server = await startServer({ JETON_METRICS_PORT: `${port}`, NODE_OPTIONS: heapLimit })
  const { round, close } = await person(server.address)
  const more = { people: round }
  await keepBusy(server.address, { milliseconds: 2_000, more })
  const before = await vitalSigns(port)
  let isOver = false
  const watching = watch(port, () => isOver)
  const rounds = await keepBusy(server.address, { milliseconds: minutes * 60_000, more })
  isOver = true
  const signs = await watching
  await close()
  await setTimeout(10_000)
  const after = await vitalSigns(port)
  const code = await server.stop()
  console.log('Rounds:', rounds)
  const faults = faultsOf(signs, before.files, after.files, server.output())
  return code === 0 ? faults : [...faults, `The server ended with ${code}.`]
}

const faults = await soak()
console.log(faults.length === 0 ? 'Nothing failed.' : faults.join('\n'))
process.exitCode = faults.length === 0 ? 0 : 1
