import { expect, test } from 'vitest'
import { reachOf } from '@/shared/reach'

/* Whether a token is good at a service, as the pages say it. */

const everyone = { name: 'wiki', access: 'everyone' as const, groups: [] }
const closed = { name: 'wiki', access: 'groups' as const, groups: ['operations'] }
const all = { services: null }

test.each([
  ['open to everyone', everyone, { groups: [], token: all }, 'reached'],
  ['in one of its groups', closed, { groups: ['a', 'operations'], token: all }, 'reached'],
  ['in none of its groups', closed, { groups: ['a'], token: all }, 'not_in_groups'],
  ['without any group', { ...closed, groups: [] }, { groups: ['a'], token: all }, 'not_in_groups'],
  [
    'its groups do not count',
    { ...closed, access: 'everyone' as const },
    { groups: [], token: all },
    'reached',
  ],
  ['on the list', everyone, { groups: [], token: { services: ['wiki'] } }, 'reached'],
  ['not on the list', everyone, { groups: [], token: { services: ['git'] } }, 'not_listed'],
  ['an empty list', everyone, { groups: [], token: { services: [] } }, 'not_listed'],
  ['listed, and closed', closed, { groups: [], token: { services: ['wiki'] } }, 'not_in_groups'],
  ['no token', everyone, { groups: [], token: undefined }, 'no_token'],
  ['no token, and closed', closed, { groups: [], token: undefined }, 'not_in_groups'],
])('%s', (_, service, holder, reach) => {
  expect(reachOf(service, holder)).toBe(reach)
})
