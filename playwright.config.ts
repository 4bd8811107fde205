import { defineConfig, devices } from '@playwright/test'

/** Keeps Chromium from connecting to anything but the server under test. */
const quietArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  // A host name other than localhost, for browser features that are unavailable on plain http.
  '--host-resolver-rules=MAP jeton.test 127.0.0.1',
]

/**
 * Pages look the same on both databases, and the tests of the API run on both. PostgreSQL runs the
 * main job, and the pages that follow what is written elsewhere.
 */
const onPostgresql = ['main-job', 'people-main-job', 'sessions', 'session-end', 'activity']
const isOnPostgresql = process.env.JETON_TEST_DATABASE === 'postgresql'
const files = isOnPostgresql ? `(${onPostgresql.join('|')})` : '[^/]+'
/** The other tests of session-end try the same with PostgreSQL on fewer pages. */
const ofEveryPage = /every page is left when/

const executablePath = process.env.JETON_TEST_BROWSER

export default defineConfig({
  testDir: 'e2e',
  testMatch: new RegExp(`/${files}\\.spec\\.ts$`),
  ...(isOnPostgresql && { grepInvert: ofEveryPage }),
  globalSetup: './e2e/support/which-database.ts',
  outputDir: 'test-results/browser',
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  // Each worker starts a browser and a server of its own: few tests take longer with three.
  workers: isOnPostgresql ? 2 : 3,
  fullyParallel: true,
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    // Drawing animations costs a tenth of the time. The main job has them.
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: quietArgs, ...(executablePath && { executablePath }) },
    // Tracing every test costs a fifth of the time: `npx playwright test FILE --trace on` does it.
    screenshot: 'only-on-failure',
  },
})
