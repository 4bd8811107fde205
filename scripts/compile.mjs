/*
 * Starts a server on an empty data folder, asks it for a page and stops it, and keeps the code that
 * V8 compiled for it meanwhile: see run-compiled.cjs.
 */
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './root.mjs'
import { compiledName, runCompiled } from './run-compiled.cjs'
import { asBuilder } from './umask.mjs'

const folder = mkdtempSync(join(tmpdir(), 'jeton-compile-'))
// None of the user's settings: the server must not touch their data.
const { PATH, HOME } = process.env
for (const name of Object.keys(process.env)) delete process.env[name]
Object.assign(process.env, {
  ...(PATH && { PATH }),
  ...(HOME && { HOME }),
  NODE_ENV: 'production',
  NEXT_TELEMETRY_DISABLED: '1',
  HOST: '127.0.0.1',
  PORT: '0',
  JETON_DATA_DIR: folder,
  KEEP_COMPILED_CODE_IN: folder,
})
process.chdir(root)
const server = runCompiled('server')
// After the process has written its code, when it exits.
process.once('exit', () => {
  try {
    if (process.exitCode === 0) keep()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
await server.prepare()
const address = await server.serve({ dev: false })
const page = await fetch(`${address}/sign-in`)
await page.text()
if (!page.ok) throw new Error(`a page was answered with ${page.status}`)
process.emit('SIGTERM', 'SIGTERM')

function keep() {
  const compiled = join(root, 'dist/compiled')
  asBuilder(() => {
    mkdirSync(compiled, { recursive: true })
    for (const name of ['server', 'app'].map(compiledName)) {
      const part = join(compiled, `${name}.part`)
      writeFileSync(part, readFileSync(join(folder, name)))
      renameSync(part, join(compiled, name))
    }
  })
}
