import { existsSync } from 'node:fs'

/**
 * NocoDB has the sign-in and sign-out endpoints under these addresses too, and scripts call all of
 * them.
 */
const authAddresses = ['/api/v1/auth', '/api/v2/auth', '/auth']

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  experimental: {
    // Pages are loaded on request only: the start is faster, and an idle server smaller.
    preloadEntriesOnStart: false,
    // Writing the compiler's cache takes a quarter of a build, and 140 MB. Most installations build
    // once: a second build writes it, for those that follow.
    turbopackFileSystemCacheForBuild: existsSync('.next/BUILD_ID'),
  },
  // A start neither waits for the type checker nor fails on a test's types: `npm test` checks them.
  typescript: { ignoreBuildErrors: true },
  // There is one implementation: other addresses lead to the same handler, with the same checks.
  rewrites: async () => [
    ...authAddresses.map((address) => ({
      source: `${address}/password/change`,
      destination: '/api/v1/auth/user/password/change',
    })),
    ...authAddresses
      .slice(1)
      .map((address) => ({ source: `${address}/:path*`, destination: '/api/v1/auth/:path*' })),
  ],
  // No image needs optimisation, so the endpoint for it is off.
  images: { unoptimized: true },
  // The adapters and the generated client contain native code and WebAssembly: they are loaded, not
  // bundled. nodemailer is loaded when the first mail is sent.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    'better-sqlite3',
    'nodemailer',
    'pg',
    'piscina',
  ],
}
