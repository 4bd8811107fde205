/**
 * Returns a getter of one value per thread, created on first use. One thread loads the code more
 * than once: in the server and in Next's bundles. Values that must be unique (the database
 * connection, the parsed settings) are therefore kept on `globalThis`.
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
