/*
 * Bundles the programs: server/main.ts into dist/server.mjs, the app's process into dist/app.mjs,
 * the password worker, and operators' commands into dist/maintenance.mjs.
 */
import { rmSync } from 'node:fs'
import { build } from 'esbuild'

const options = {
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'error',
}

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

// A third of the CPU time of a start is Node's search for modules: these processes, in which Next
// does not run, load their packages from the bundle.
const withPackages = { ...options, external, banner: { js: requireForPackages } }
await build({ ...withPackages, entryPoints: { server: 'server/main.ts' } })

// In parts, of which a command loads those that it needs. Prisma's adapter, which stays outside,
// takes pools of its own pg alone: pg stays outside, too.
rmSync('dist/maintenance', { recursive: true, force: true })
await build({
  ...withPackages,
  external: [...external, 'pg'],
  entryPoints: { maintenance: 'cli/maintenance/maintain.ts' },
  splitting: true,
  chunkNames: 'maintenance/[name]-[hash]',
})

// Next loads packages too, and both have to get the same ones: they stay outside.
await build({
  ...options,
  entryPoints: {
    app: 'server/app-process/main.ts',
    'password-worker': 'lib/accounts/password-worker.ts',
  },
  packages: 'external',
})
