/**
 * One value for a whole thread, made when it is first asked for. The code is loaded more than once in one thread, by the server and by
 * Next's bundles; what must not exist twice (the database connection, the parsed settings) is kept on `globalThis`.
 */
export function oncePerProcess<T>(name: string, make: () => T): () => T {
  const slots = globalThis as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(`jeton.${name}`)
  let value: T | undefined
  return () => {
    if (value === undefined) {
      slots[key] ??= make()
      value = slots[key]
    }
    return value
  }
}
