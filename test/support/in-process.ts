import { expect, vi } from 'vitest'

/** The schema engine's bindings are a package, which stays loaded and takes one instance. */
const lastsWithItsPackage = 'jeton.schema-engine'

/**
 * Loads product code into this process, to act on the data of a server. The test files that a
 * worker runs share its modules, its settings and what the product keeps once per process: all
 * three are made anew.
 * @param settings environment variables
 * @param load imports the code
 */
export function loadInProcess<T>(
  settings: Record<string, string>,
  load: () => Promise<T>,
): Promise<T> {
  vi.resetModules()
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (key.description?.startsWith('jeton.') && key.description !== lastsWithItsPackage)
      Reflect.deleteProperty(globalThis, key)
  for (const name of Object.keys(process.env))
    if (name === 'DATABASE_URL' || (name.startsWith('JETON_') && !name.startsWith('JETON_TEST_')))
      Reflect.deleteProperty(process.env, name)
  Object.assign(process.env, settings)
  return load()
}

/**
 * Prepares a start in this process, as a start does it in its own, and expects its refusal.
 * @param settings of the start
 * @returns the line that the start would print after "Jeton cannot start: "
 */
export async function refusalInProcess(settings: Record<string, string>): Promise<string> {
  const { env, prepareInstallation, db } = await loadInProcess(settings, async () => ({
    ...(await import('@/lib/config/settings')),
    ...(await import('@/lib/startup')),
    ...(await import('@/lib/db/client')),
  }))
  try {
    const refused = await prepareInstallation(env()).catch((error: unknown) => error)
    expect(refused).toMatchObject({
      name: 'SettingsError',
      message: expect.not.stringMatching(/\n/),
    })
    return (refused as Error).message
  } finally {
    await db().$disconnect()
  }
}
