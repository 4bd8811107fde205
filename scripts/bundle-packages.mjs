/* How Next's server and Prisma's query compilers become part of the bundle of the app process. */
import { writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { root } from './root.mjs'

const packages = join(root, 'node_modules')
const next = join(packages, 'next/dist/')

/**
 * Modules of Next of which a process must have one instance: pages load them, too. Next names them
 * so, for bundles of its own.
 */
const shared =
  /\.(external|shared-runtime)\.js$|^compiled\/next-server\/|^server\/route-modules\/[^/]+\/vendored\//

/** Parts of Next that only development, builds and unused features load. */
const unused = [
  'build/(?!duration-to-string|next-config-ts|output/log|static-paths)',
  'cli/',
  'client/dev/',
  'client/components/(?!.*(bailout|cache-busting|context|headers|status-code)\\b)',
  'compiled/(busboy|conf|cross-spawn|edge-runtime|fast-jwt|httpxy|watchpack|ws)/',
  'diagnostics/',
  'experimental/',
  'export/',
  'lib/(typescript/(?!loadTsConfig)|upgrade)',
  'next-devtools/',
  'server/(dev/(?!browser-logs|hot-reloader-types)|image-optimizer|render\\.js|app-render/app-render\\.js)',
  'telemetry/(?!flush-telemetry)',
]
const isUnused = new RegExp(`^(${unused.join('|')})`)
const apart = new RegExp(`${shared.source}|${isUnused.source}`)

/** @returns whether a module is such a part of Next, by its name in an import */
export const isUnusedOfNext = (name) => {
  const path = name.replace(/^next\/dist\//, '')
  return path !== name && isUnused.test(path) && !shared.test(path)
}

/**
 * Bundles Next's server. Modules that stay outside are loaded from the package, by their path
 * there.
 * @type {import('esbuild').Plugin}
 */
export const serverOfNext = {
  name: 'server-of-next',
  setup(build) {
    // Next would load this package, of 51 files, where it is installed, and its pages its own copy.
    build.onResolve({ filter: /^@opentelemetry\/api$/ }, () => ({
      path: 'next/dist/compiled/@opentelemetry/api',
      external: true,
    }))
    build.onResolve(
      { filter: /^(\.|next\/)/ },
      async ({ path, importer, resolveDir, kind, pluginData }) => {
        const isNexts = path.startsWith('next/') || importer.startsWith(next)
        if (!isNexts || pluginData === 'resolving') return
        const found = await build.resolve(path, {
          importer,
          resolveDir,
          kind,
          pluginData: 'resolving',
        })
        if (found.errors.length > 0) return { path, external: true }
        if (!found.path.startsWith(next) || !apart.test(found.path.slice(next.length))) return found
        return { path: relative(packages, found.path), external: true }
      },
    )
  },
}

/**
 * Prisma ships its compilers as base64 in JavaScript, which would stay in memory as text. Here each
 * is a file of its own.
 * @type {import('esbuild').Plugin}
 */
export const compilersOfPrisma = {
  name: 'compilers-of-prisma',
  setup(build) {
    build.onLoad({ filter: /\.wasm-base64\.mjs$/ }, async ({ path }) => {
      const { wasm } = await import(path)
      const name = basename(path).replace('-base64.mjs', '')
      writeFileSync(join(root, 'dist', name), Buffer.from(wasm, 'base64'))
      return {
        contents: `
          import { readFileSync } from 'node:fs'
          import { join } from 'node:path'
          export const wasm = readFileSync(join(__dirname, ${JSON.stringify(name)}))`,
      }
    })
  },
}
