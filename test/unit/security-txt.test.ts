import { expect, test } from 'vitest'
import { securityTxt } from '@/lib/security-txt'

const address = 'https://tokens.example.com'
const now = new Date('2026-11-30T13:37:00Z')

test('security.txt leads to the page for found tokens, and expires in half a year', () => {
  expect(securityTxt({ address, contacts: [], now })).toBe(
    [
      '# You have found a token of this server? End it at https://tokens.example.com/found',
      'Contact: https://tokens.example.com/found',
      'Expires: 2027-05-29T00:00:00Z',
      'Preferred-Languages: en, fr',
      'Canonical: https://tokens.example.com/.well-known/security.txt',
      '',
    ].join('\n'),
  )
})

test('security.txt names the contacts that are set, in their order', () => {
  const contacts = ['mailto:security@example.com', 'https://example.com/security']
  const lines = securityTxt({ address, contacts, now }).split('\n')
  expect(lines.filter((line) => line.startsWith('Contact:'))).toEqual([
    'Contact: mailto:security@example.com',
    'Contact: https://example.com/security',
  ])
})
