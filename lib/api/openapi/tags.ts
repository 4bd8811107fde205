/** The sections of the OpenAPI document, in the order in which people read them. */
export const tags = [
  { name: 'API tokens', description: 'What programs present. Each user keeps one.' },
  { name: 'Verification', description: 'For services that are presented with a token.' },
  { name: 'Services', description: 'Where tokens are good, and who may use what.' },
  { name: 'Accounts', description: 'Signing up, in and out, and who you are.' },
  {
    name: 'Sessions',
    description: 'Where you are signed in. An auth token lives and dies with its session.',
  },
  {
    name: 'People',
    description: 'For owners: who has an account here, people and machines.',
  },
  { name: 'Second factor', description: 'Authenticator app, recovery codes and passkeys.' },
  { name: 'Activity', description: 'What was done, when, from where and by which credential.' },
  { name: 'Server', description: 'How it is, and what it offers.' },
] as const

export type Tag = (typeof tags)[number]['name']
