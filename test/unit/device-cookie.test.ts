import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isVouchedFor, readDevice, vouchFor, writeDevice } from '@/lib/sign-in/device-cookie'

beforeAll(() => {
  process.env.JETON_SECRET = randomBytes(32).toString('base64')
})
afterAll(() => {
  process.env.JETON_SECRET = undefined
})

const ada = 'ada@example.com'

test('a device is vouched for where somebody has signed in, and for nobody else', () => {
  const device = readDevice(writeDevice(vouchFor(null, ada)))
  expect(device && isVouchedFor(device, ada)).toBe(true)
  expect(device && isVouchedFor(device, 'bob@example.com')).toBe(false)
})

test('a voucher is of one device: it makes no other one known', () => {
  const { vouchers } = vouchFor(null, ada)
  expect(isVouchedFor({ name: vouchFor(null, ada).name, vouchers }, ada)).toBe(false)
})

test('the five accounts that signed in last are kept, each once', () => {
  const accounts = Array.from({ length: 7 }, (_, i) => `user${i}@example.com`)
  let device = vouchFor(null, ada)
  for (const account of [...accounts, ...accounts]) device = vouchFor(device, account)
  expect(accounts.filter((account) => isVouchedFor(device, account))).toEqual(accounts.slice(2))
  expect(readDevice(writeDevice(device))).toEqual(device)
})

test('what we did not write is no device', () => {
  const cookie = writeDevice(vouchFor(null, ada))
  for (const text of [
    '',
    'x',
    `${cookie}.`,
    `${cookie}.x`,
    cookie.slice(1),
    `${cookie};`,
    cookie.repeat(3),
  ])
    expect(readDevice(text)).toBeNull()
})
