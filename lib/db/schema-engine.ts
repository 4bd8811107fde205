import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import { oncePerProcess } from '@/lib/once-per-process'

/**
 * Runs Prisma's schema engine as WebAssembly: the engine of `prisma migrate`, without the download
 * of a native binary. It uses the standard migrations table, so the Prisma CLI works on the same
 * database. The engine locks the database and leaves its connections open; they are closed here
 * after `work`.
 *
 * @param datamodel the text of schema.prisma
 */
export async function withSchemaEngine<T>(
  factory: SqlMigrationAwareDriverAdapterFactory,
  datamodel: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadBindings()
  const opened: SqlDriverAdapter[] = []
  const adapter = bindMigrationAwareSqlAdapterFactory(remembering(factory, opened))
  const engine = await SchemaEngine.new(
    { datamodels: [['schema.prisma', datamodel]] },
    () => {},
    adapter,
  )
  try {
    return await work(engine)
  } finally {
    engine.free()
    for (const connection of opened) await connection.dispose()
  }
}

function remembering(
  factory: SqlMigrationAwareDriverAdapterFactory,
  opened: SqlDriverAdapter[],
): SqlMigrationAwareDriverAdapterFactory {
  const remember = async (connecting: Promise<SqlDriverAdapter>) => {
    const connection = await connecting
    opened.push(connection)
    return connection
  }
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => remember(factory.connect()),
    connectToShadowDb: () => remember(factory.connectToShadowDb()),
  }
}

/** Loaded once: the bindings keep views of the memory of their first instance. */
const loadBindings = oncePerProcess('schema-engine', instantiate)

async function instantiate() {
  const entry = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  )
  const module = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const bytes = readFileSync(join(dirname(entry), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': withUnreferencedTimers(module),
  })
  module.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  return module
}

/**
 * The engine leaves the timer of its lock behind, which would keep a command running for ten
 * seconds after its last line.
 */
function withUnreferencedTimers(imports: object): WebAssembly.ModuleImports {
  const start = (work: () => void, delayMs: number) => setTimeout(work, delayMs).unref()
  return Object.fromEntries(
    Object.entries(imports).map(([name, value]) =>
      name.startsWith('__wbg_setTimeout_') ? [name, start] : [name, value],
    ),
  )
}
