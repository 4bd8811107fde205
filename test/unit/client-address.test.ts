import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { parseEnv } from '@/lib/config/settings'
import { announceClient, clientAddressOf } from '@/lib/http/client-address'

/** @returns the source address of a request from `peer` with that X-Forwarded-For header */
function addressOf(peer: string, forwardedFor: string | undefined, setting = ''): string {
  const request = { socket: { remoteAddress: peer }, headers: { 'x-forwarded-for': forwardedFor } }
  const { trustedProxies } = parseEnv({ JETON_TRUST_PROXY: setting })
  return clientAddressOf(request as unknown as IncomingMessage, trustedProxies)
}

test('without the setting nobody is believed', () => {
  for (const text of [undefined, '', '1.2.3.4', '127.0.0.1', 'x'])
    expect(addressOf('203.0.113.9', text)).toBe('203.0.113.9')
})

test.each([
  ['one proxy', '1', '203.0.113.9', '203.0.113.9'],
  ['one proxy, and a client that says it is another', '1', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  [
    'one proxy, and a client that says much',
    '1',
    `${'1.1.1.1, '.repeat(500)}203.0.113.9`,
    '203.0.113.9',
  ],
  ['two proxies', '2', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
  [
    'two proxies, and a client that says it is another',
    '2',
    '1.1.1.1, 203.0.113.9, 10.0.0.2',
    '203.0.113.9',
  ],
  ['a network', '10.0.0.0/8', '1.1.1.1, 203.0.113.9, 10.9.9.9', '203.0.113.9'],
  ['addresses', '10.0.0.1, 10.0.0.2', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['a client that says it is the proxy', '10.0.0.0/8', '10.0.0.7, 203.0.113.9', '203.0.113.9'],
  ['a port', '1', '203.0.113.9:51234', '203.0.113.9'],
  ['blanks', '1', '  203.0.113.9  ', '203.0.113.9'],
])(
  'behind %s the client is the one that the last of ours was called by',
  (_, setting, text, client) => {
    expect(addressOf('10.0.0.1', text, setting)).toBe(client)
  },
)

test.each(['', undefined, 'unknown', '_hidden', '999.1.1.1', ' , ', '203.0.113.9,'])(
  'where the proxy says nothing that is an address (%j), the proxy is the client',
  (text) => {
    for (const setting of ['1', '10.0.0.0/8'])
      expect(addressOf('10.0.0.1', text, setting)).toBe('10.0.0.1')
  },
)

test('somebody else than the proxy is not believed', () => {
  for (const setting of ['10.0.0.1', '10.0.0.0/8', '::1'])
    expect(addressOf('198.51.100.7', '203.0.113.9', setting)).toBe('198.51.100.7')
})

test.each([
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['::ffff:cb00:7109', '203.0.113.9'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%s counts as %s', (peer, counted) => {
  expect(addressOf(peer, undefined)).toBe(counted)
})

test('a proxy on IPv6 is known in every spelling, and its clients in brackets', () => {
  expect(addressOf('::1', '[2001:db8::9]:443', '::1')).toBe('2001:db8:0:0::/64')
  expect(addressOf('0:0:0:0:0:0:0:1', '203.0.113.9', '::1')).toBe('203.0.113.9')
  expect(addressOf('::ffff:10.0.0.1', '203.0.113.9', '10.0.0.1')).toBe('203.0.113.9')
})

test('what a client says under our own name for the address is dropped', () => {
  const rawHeaders = [
    'X-Jeton-Client',
    '1.1.1.1',
    'Accept',
    'x-jeton-client',
    'x-jeton-client',
    '2.2.2.2',
  ]
  const request = {
    rawHeaders,
    headers: { 'x-jeton-client': '1.1.1.1, 2.2.2.2', accept: 'x-jeton-client' },
  }
  announceClient(request as unknown as IncomingMessage, '203.0.113.9')
  expect(request).toEqual({
    rawHeaders: ['Accept', 'x-jeton-client', 'x-jeton-client', '203.0.113.9'],
    headers: { 'x-jeton-client': '203.0.113.9', accept: 'x-jeton-client' },
  })
})
