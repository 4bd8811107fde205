/* The users, groups and services of a demo. Addresses are those that RFC 2606 reserves. */

export const groups = ['family', 'makers'] as const
type Group = (typeof groups)[number]

export const services = [
  { name: 'photos', title: 'Photos', groups: [] },
  { name: 'notes', title: 'Notes', groups: ['family'] },
  { name: 'models', title: 'Language models', groups: ['makers'] },
] as const satisfies readonly { name: string; title: string; groups: readonly Group[] }[]

export type ServiceName = (typeof services)[number]['name']

interface DemoToken {
  name: string
  /** The services on its list; null for a token without one. */
  list: readonly ServiceName[] | null
  /** How often it is used on a usual day; '' for verifications that name no service. */
  daily: Partial<Record<ServiceName | '', number>>
}

export interface DemoUser {
  displayName: string
  /** The part of the address before the @; null for a machine, whose address is generated. */
  mailbox: string | null
  role: 'owner' | 'member'
  groups: readonly Group[]
  joinedDaysAgo: number
  token: DemoToken
}

export const owner: DemoUser = {
  displayName: 'Alma Brandt',
  mailbox: 'alma',
  role: 'owner',
  groups: ['family', 'makers'],
  joinedDaysAgo: 41,
  token: {
    name: 'Laptop and phone',
    list: null,
    daily: { photos: 46, notes: 21, models: 33, '': 4 },
  },
}

export const others: readonly DemoUser[] = [
  {
    displayName: 'Noor Haddad',
    mailbox: 'noor',
    role: 'member',
    groups: ['family', 'makers'],
    joinedDaysAgo: 39,
    token: { name: 'Scripts', list: ['notes', 'models'], daily: { notes: 12, models: 64 } },
  },
  {
    displayName: 'Tom Okafor',
    mailbox: 'tom',
    role: 'member',
    groups: ['family'],
    joinedDaysAgo: 36,
    token: { name: 'Phone', list: null, daily: { photos: 18 } },
  },
  {
    displayName: 'Nightly backup',
    mailbox: null,
    role: 'member',
    groups: ['family'],
    joinedDaysAgo: 33,
    token: { name: 'Backup', list: ['photos', 'notes'], daily: { photos: 2, notes: 1 } },
  },
]
