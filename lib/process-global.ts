/**
 * One value for the whole process. The code is loaded twice, by the server and by Next's bundles;
 * what must not exist twice (the database connection, the parsed settings) is kept here.
 */
export function processGlobal<T>(name: string, make: () => T): T {
  const slots = globalThis as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(`jeton.${name}`)
  slots[key] ??= make()
  return slots[key]
}
