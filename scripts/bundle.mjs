/*
 * Bundles what runs: server.ts into dist/server.mjs, the app's process into dist/app.mjs, operators' commands into dist/maintenance.mjs. The
 * packages that they use stay where they are.
 */
import { build } from 'esbuild'

await build({
  entryPoints: {
    server: 'server.ts',
    app: 'lib/process/app-main.ts',
    'password-worker': 'lib/auth/password-worker.ts',
    maintenance: 'lib/maintenance/maintain.ts',
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
