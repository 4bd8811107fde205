import { defineConfig } from 'prisma/config'

// `prisma generate` asks for the path of a native engine that it never runs; naming any program
// avoids the download. Migrations run on the same engine as WebAssembly: see lib/db/migrate.ts.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma' })
