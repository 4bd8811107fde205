/*
 * Bundles the programs: server/main.ts into dist/server.mjs, the app's process into dist/app.mjs,
 * the password worker, and operators' commands into dist/maintenance.mjs. Packages stay external.
 */
import { build } from 'esbuild'

await build({
  entryPoints: {
    server: 'server/main.ts',
    app: 'server/app-process/main.ts',
    'password-worker': 'lib/accounts/password-worker.ts',
    maintenance: 'cli/maintenance/maintain.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  logLevel: 'error',
})
