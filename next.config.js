/** Under these addresses, too, NocoDB has what signs people in and out; scripts call all of them. */
const authAddresses = ['/api/v1/auth', '/api/v2/auth', '/auth']

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // What nobody asks for is not loaded: a start is quicker, and an idle server smaller.
  experimental: { preloadEntriesOnStart: false },
  // A start does not wait for the type checker, nor fail over a test's types: `npm test` checks them.
  typescript: { ignoreBuildErrors: true },
  // One implementation: another address of it is the same handler, with the same checks.
  rewrites: async () => [
    ...authAddresses.map((address) => ({
      source: `${address}/password/change`,
      destination: '/api/v1/auth/user/password/change',
    })),
    ...authAddresses
      .slice(1)
      .map((address) => ({ source: `${address}/:path*`, destination: '/api/v1/auth/:path*' })),
  ],
  // There is no picture to optimise, and so no endpoint that does it.
  images: { unoptimized: true },
  // The adapters and the generated client carry native code and WebAssembly: they are loaded, not bundled.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    'better-sqlite3',
    'pg',
    'piscina',
  ],
}
