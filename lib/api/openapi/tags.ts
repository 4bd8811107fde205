/** The sections of the OpenAPI document, in the order in which people read them. */
export const tags = [
  { name: 'API tokens', description: 'The credentials of programs. Each user keeps one.' },
  { name: 'Verification', description: 'For services that are presented with a token.' },
  { name: 'Services', description: 'The services that accept tokens, and their users.' },
  { name: 'Accounts', description: 'Signing up, in and out, and who you are.' },
  {
    name: 'Sessions',
    description: 'Where you are signed in. An auth token ends with its session.',
  },
  {
    name: 'People',
    description: 'For owners: who has an account here, people and machines.',
  },
  { name: 'Second factor', description: 'Authenticator app, recovery codes and passkeys.' },
  {
    name: 'Activity',
    description: 'The actions on accounts: when, from where and by which credential.',
  },
  { name: 'Server', description: 'The state of the server, and what it offers.' },
] as const

export type Tag = (typeof tags)[number]['name']
