import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compile, compiledName } from '@/scripts/run-compiled.cjs'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jeton-compiled-'))
  mkdirSync(join(folder, 'compiled'))
  writeFileSync(join(folder, 'some.cjs'), 'module.exports = () => "one"')
  const { script, digest } = compile('some', folder)
  const code = Buffer.concat([digest, script.createCachedData()])
  writeFileSync(join(folder, 'compiled', compiledName('some')), code)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** @returns what the bundle's function answers, and whether V8 took compiled code */
function run() {
  const { script } = compile('some', folder)
  const module = { exports: () => '' }
  script.runInThisContext()(module.exports, null, module)
  return { answer: module.exports(), isTaken: script.cachedDataRejected === false }
}

test('a bundle runs with its compiled code', () => {
  expect(run()).toEqual({ answer: 'one', isTaken: true })
})

test('the compiled code of another text of the same length is not run', () => {
  writeFileSync(join(folder, 'some.cjs'), 'module.exports = () => "two"')
  expect(run()).toEqual({ answer: 'two', isTaken: false })
})

test('a bundle runs without compiled code, and with a part of it', () => {
  const file = join(folder, 'compiled', compiledName('some'))
  writeFileSync(file, 'short')
  expect(run()).toEqual({ answer: 'one', isTaken: false })
  rmSync(file)
  expect(run()).toEqual({ answer: 'one', isTaken: false })
})
