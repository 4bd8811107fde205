/*
 * Runs a bundle with the code that V8 made of it in an earlier run, so that V8 does not parse and
 * compile it again. Without that code, or with that of another version of V8, the bundle runs all
 * the same.
 */
const { createHash } = require('node:crypto')
const { readFileSync, writeFileSync } = require('node:fs')
const { wrap } = require('node:module')
const { join } = require('node:path')
const { arch, env, versions } = process
const { Script } = require('node:vm')

const dist = join(__dirname, '../dist')

/** @returns the name of the file with the compiled code of a bundle, in dist/compiled */
const compiledName = (name) => `${name}-${versions.v8}-${arch}`

/**
 * Runs a bundle in dist. With KEEP_COMPILED_CODE_IN its compiled code is written to that folder
 * when the process exits, with the functions that ran.
 * @param {'app' | 'server'} name
 * @returns its exports
 */
function runCompiled(name) {
  const { script, digest } = compile(name, dist)
  if (env.KEEP_COMPILED_CODE_IN)
    process.once('exit', () => {
      const code = Buffer.concat([digest, script.createCachedData()])
      writeFileSync(join(env.KEEP_COMPILED_CODE_IN, compiledName(name)), code)
    })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, require, module, join(dist, `${name}.cjs`), dist)
  return module.exports
}

/**
 * Compiles a bundle, or takes its compiled code.
 * @returns {{ script: Script, digest: Buffer }} the script and the digest of the bundle
 */
function compile(name, folder) {
  const filename = join(folder, `${name}.cjs`)
  // The bundles are ASCII: see bundle.mjs.
  const text = readFileSync(filename, 'latin1')
  const digest = createHash('sha256').update(text, 'latin1').digest()
  const cachedData = readCompiled(join(folder, 'compiled', compiledName(name)), digest)
  return { script: new Script(wrap(text), { filename, cachedData }), digest }
}

/** V8 itself compares only the length of the text: the digest says whether the code is its own. */
function readCompiled(file, digest) {
  try {
    const code = readFileSync(file)
    return digest.equals(code.subarray(0, digest.length)) ? code.subarray(digest.length) : undefined
  } catch {
    return undefined
  }
}

module.exports = { compile, compiledName, runCompiled }
