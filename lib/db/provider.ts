/** The databases that Jeton runs on: a file, or a server that any number of instances share. */
export type Provider = 'sqlite' | 'postgresql'

export const providers: readonly Provider[] = ['sqlite', 'postgresql']

/** Which of them a `DATABASE_URL` names. */
export function providerOf(databaseUrl: string): Provider {
  return databaseUrl.startsWith('file:') ? 'sqlite' : 'postgresql'
}
