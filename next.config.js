/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // A start does not wait for the type checker, nor fail over a test's types: `npm test` checks them.
  typescript: { ignoreBuildErrors: true },
  // There is no picture to optimise, and so no endpoint that does it.
  images: { unoptimized: true },
  // The adapters and the generated client carry native code and WebAssembly: they are loaded, not bundled.
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-better-sqlite3',
    '@prisma/adapter-pg',
    'better-sqlite3',
    'pg',
  ],
}
