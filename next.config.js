/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // A start does not wait for the type checker, nor fail over a test's types: `npm test` checks them.
  typescript: { ignoreBuildErrors: true },
  // There is no picture to optimise, and so no endpoint that does it.
  images: { unoptimized: true },
  // The adapters and the generated client carry native code and WebAssembly: they are loaded, not bundled.
  serverExternalPackages: ['@prisma/adapter-better-sqlite3', 'better-sqlite3', '@node-rs/argon2'],
}
