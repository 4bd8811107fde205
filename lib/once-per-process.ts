/**
 * Returns a getter of one value per thread, created on first use. One thread loads the code more
 * than once: in the server and in Next's bundles. Values that must be unique (the database
 * connection, the parsed settings) are therefore kept on `globalThis`. A promise that is rejected
 * is not kept: the next call tries again.
 */
export function oncePerProcess<T>(name: string, make: () => T): () => T {
  const slots = globalThis as unknown as Record<symbol, T | undefined>
  const key = Symbol.for(`jeton.${name}`)
  let value: T | undefined
  return () => {
    if (value !== undefined) return value
    slots[key] ??= make()
    const made = slots[key]
    value = made
    if (made instanceof Promise)
      made.catch(() => {
        if (slots[key] === made) slots[key] = undefined
        if (value === made) value = undefined
      })
    return made
  }
}
