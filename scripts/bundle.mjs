/* Bundles server.ts into dist/server.mjs, and what runs in the app's thread into dist/app.mjs; the packages that they use stay where they are. */
import { build } from 'esbuild'

await build({
  entryPoints: { server: 'server.ts', app: 'lib/process/app-main.ts' },
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
