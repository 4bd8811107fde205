import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test, vi } from 'vitest'

/*
 * The inner parts of Next on which the app process relies:
 * docs/decisions/0032-a-start-from-compiled-code.md. When one of these tests fails after an upgrade
 * of Next, see what has taken the place of that part.
 */

test('Next takes its configuration from the build', async () => {
  const { config } = JSON.parse(readFileSync('.next/required-server-files.json', 'utf8'))
  expect(config.distDir).toBe('.next')
  vi.stubEnv('__NEXT_PRIVATE_STANDALONE_CONFIG', JSON.stringify(config))
  const { default: loadConfig } = await import('next/dist/server/config.js')
  expect(await loadConfig('phase-production-server', '/nowhere')).toEqual(config)
  vi.unstubAllEnvs()
})

test('the bundle of the app process holds the server of Next, and what it leaves out exists', () => {
  const bundle = readFileSync('dist/app.cjs', 'utf8')
  for (const name of ['server/lib/router-server.js', 'server/next-server.js', 'server/config.js'])
    expect(bundle).toContain(`\n// node_modules/next/dist/${name}\n`)
  const { resolve } = createRequire(import.meta.url)
  const outside = [...bundle.matchAll(/\brequire\("(next\/dist\/[^"]+)"\)/g)].map(
    ([, path]) => path,
  )
  expect(outside.length).toBeGreaterThan(10)
  expect(outside.filter((path) => !existsSync(resolve(path as string)))).toEqual([])
})

test('modules of which pages need the same instance are outside the bundle', () => {
  const bundle = readFileSync('dist/app.cjs', 'utf8')
  const inside = bundle.match(/^\/\/ node_modules\/.*\.(external|shared-runtime)\.js$/gm)
  expect(inside).toBeNull()
  expect(bundle).toContain('require("next/dist/server/app-render/work-async-storage.external.js")')
})
