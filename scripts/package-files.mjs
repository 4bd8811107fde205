/* Finds the files of packages that the bundles and the pages load. */
import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { join } from 'node:path'
import { isUnusedOfNext } from './bundle-packages.mjs'
import { root } from './root.mjs'

const require = createRequire(join(root, 'package.json'))

/** Next ships this tool, and traces pages with it. */
const { nodeFileTrace } = require('next/dist/compiled/@vercel/nft')

/** Packages that others load in development only, or try to load and do without. */
const unwanted = [
  'node_modules/@img/**',
  'node_modules/sharp/**',
  'node_modules/typescript/**',
  '**/*.{dev,development}.js',
]

/** Files that code of ours opens. */
const opened = ['node_modules/@prisma/schema-engine-wasm/schema_engine_bg.wasm']

/** The development server, and a part that no page uses. */
const unusedNames = ['next', 'next/og']

const imports =
  /\b(?:require|import)\(\s*["']([^"'\s]+)["']\s*\)|\b(?:from|import)\s*["']([^"'\s]+)["']/g

/**
 * @param {string[]} folders those of the code
 * @returns {Promise<string[]>} paths in the product's folder
 */
export async function filesOfPackages(folders) {
  const names = new Set(folders.flatMap(codeIn).flatMap(importedBy))
  const found = [...names].filter(
    (name) => !unusedNames.includes(name) && !isUnusedOfNext(name) && isInstalled(name),
  )
  return [...(await trace(found)), ...opened].sort()
}

/**
 * Follows packages to all files that they load. A package may have other files for `import` than
 * for `require`: two programs that do not exist load every package in both ways.
 */
async function trace(names) {
  const programs = {
    [join(root, 'required.cjs')]: names.map((name) => `require('${name}')`).join('\n'),
    [join(root, 'imported.mjs')]: names.map((name) => `import '${name}'`).join('\n'),
  }
  const { fileList } = await nodeFileTrace(Object.keys(programs), {
    base: root,
    // A package that looks into the folder where it is run finds nothing.
    processCwd: join(root, 'dist'),
    // Which of these files Node loads depends on its version.
    moduleSyncCatchall: true,
    ignore: unwanted,
    readFile: async (path) => programs[path] ?? readFile(path).catch(() => null),
  })
  return [...fileList].filter((path) => path.startsWith('node_modules/'))
}

function codeIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}

function importedBy(file) {
  return [...readFileSync(file, 'utf8').matchAll(imports)].map(
    ([, first, second]) => first ?? second,
  )
}

/** Code contains texts that resemble imports. */
function isInstalled(name) {
  if (name.startsWith('.') || isBuiltin(name)) return false
  try {
    require.resolve(name)
    return true
  } catch {
    return false
  }
}
