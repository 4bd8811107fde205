import { expect, test } from 'vitest'
import { addressToOpen, urlOf } from '@/lib/http/server-address'

test.each([
  ['tokens.example.com', 'http://tokens.example.com:3000'],
  ['10.0.0.5', 'http://10.0.0.5:3000'],
  ['::1', 'http://[::1]:3000'],
  ['0:0:0:0:0:0:0:1', 'http://[::1]:3000'],
  ['2001:0DB8:0000::0001', 'http://[2001:db8::1]:3000'],
  ['fe80::1%eth0', 'http://[fe80::1]:3000'],
])('the origin of %s is %s', (host, origin) => {
  expect(urlOf(host, 3000)).toBe(origin)
})

test.each([
  ['127.0.0.1', 'http://localhost:3000'],
  ['0.0.0.0', 'http://localhost:3000'],
  ['::', 'http://localhost:3000'],
  ['0:0:0:0:0:0:0:0', 'http://localhost:3000'],
  ['0:0:0:0:0:0:0:1', 'http://[::1]:3000'],
  ['192.168.1.4', 'http://192.168.1.4:3000'],
])('what listens on %s is opened at %s', (host, origin) => {
  expect(addressToOpen(host, 3000)).toBe(origin)
})
