import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/* The build keeps one copy of each chunk of the server's pages: scripts/share-chunks.mjs. */

test.each(['.next/server/chunks', '.next/server/chunks/ssr'])(
  'no chunk is twice in %s',
  (folder) => {
    const codes = readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(folder, name), 'utf8').replace(/\n\/\/# source.*\n?$/, ''))
    const whole = codes.filter((code) => !code.startsWith('module.exports = require("./'))
    expect(whole.length).toBeGreaterThan(10)
    expect(whole.length - new Set(whole).size).toBe(0)
  },
)
