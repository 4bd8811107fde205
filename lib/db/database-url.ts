/** The supported databases: a file, or a server that any number of instances share. */
export type Provider = 'sqlite' | 'postgresql'

export const providers: readonly Provider[] = ['sqlite', 'postgresql']

/** Returns the provider that a `DATABASE_URL` names. */
export function providerOf(databaseUrl: string): Provider {
  return databaseUrl.startsWith('file:') ? 'sqlite' : 'postgresql'
}

/** Returns the path in a `file:` URL; a plain path is returned unchanged. */
export const sqlitePath = (url: string) => url.replace(/^file:/, '')
