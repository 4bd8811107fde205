/*
 * Bundles the programs: server/main.ts into dist/server.cjs, the app's process into dist/app.cjs,
 * the password worker, and operators' commands into dist/maintenance.mjs.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { compilersOfPrisma, serverOfNext } from './bundle-packages.mjs'

const options = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  logLevel: 'error',
}

const modules = { ...options, format: 'esm', outExtension: { '.js': '.mjs' } }

/**
 * Packages that are never part of a bundle: those with native code or files of their own, and those
 * that these processes load on demand.
 */
const external = [
  '@node-rs/argon2',
  '@prisma/*',
  'better-sqlite3',
  'next',
  'next/*',
  'next-auth',
  'next-auth/*',
  'pg-native',
  'piscina',
  'prom-client',
  '@zxcvbn-ts/*',
]

/** Packages in CommonJS call `require` for Node's modules, which a module does not have. */
const requireForPackages =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);"

/** A bundle that scripts/run-compiled.cjs runs. Code that it runs cannot call `import()`. */
const scripts = {
  ...options,
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'addressOfThisFile' },
  banner: {
    js: "const addressOfThisFile = require('node:url').pathToFileURL(__filename).href;",
  },
}

// The compiled code belongs to the previous bundles.
rmSync('dist/compiled', { recursive: true, force: true })

// A third of the CPU time of a start is Node's search for modules: the processes load their
// packages from the bundle.
await build({ ...scripts, external, entryPoints: { server: 'server/main.ts' } })

// Pages load some packages too, and both have to get the same ones: these stay outside.
await build({
  ...scripts,
  entryPoints: { app: 'server/app-process/main.ts' },
  external: [
    '@node-rs/argon2',
    '@prisma/client/runtime/client',
    '@prisma/client-runtime-utils',
    '@zxcvbn-ts/*',
    'better-sqlite3',
    'pg',
    'pino',
    'piscina',
    'react',
    'react-dom',
    'sharp',
    'styled-jsx',
  ],
  plugins: [serverOfNext, compilersOfPrisma],
})

// esbuild leaves other characters in comments and regular expressions. Text without them takes half
// the memory.
for (const file of ['dist/server.cjs', 'dist/app.cjs'])
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[^\0-\x7f]/g, escapeOne))

// In parts, of which a command loads those that it needs. Prisma's adapter, which stays outside,
// takes pools of its own pg alone: pg stays outside, too.
rmSync('dist/maintenance', { recursive: true, force: true })
await build({
  ...modules,
  banner: { js: requireForPackages },
  external: [...external, 'pg'],
  entryPoints: { maintenance: 'cli/maintenance/maintain.ts' },
  splitting: true,
  chunkNames: 'maintenance/[name]-[hash]',
})

await build({
  ...modules,
  entryPoints: { 'password-worker': 'lib/accounts/password-worker.ts' },
  packages: 'external',
})

function escapeOne(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
