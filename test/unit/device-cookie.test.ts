import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { loadInProcess } from '@/test/support/in-process'

const { addDeviceToken, isKnownDevice, readDevice, writeDevice } = await loadInProcess(
  { JETON_SECRET: randomBytes(32).toString('base64') },
  () => import('@/lib/sign-in/device'),
)

const ada = 'ada@example.com'

test('a device is known to an account that has signed in there, and to no other', () => {
  const device = readDevice(writeDevice(addDeviceToken(null, ada)))
  expect(device && isKnownDevice(device, ada)).toBe(true)
  expect(device && isKnownDevice(device, 'bob@example.com')).toBe(false)
})

test('a device token is of one device: it makes no other one known', () => {
  const { tokens } = addDeviceToken(null, ada)
  expect(isKnownDevice({ name: addDeviceToken(null, ada).name, tokens }, ada)).toBe(false)
})

test('the five accounts that signed in last are kept, each once', () => {
  const accounts = Array.from({ length: 7 }, (_, i) => `user${i}@example.com`)
  let device = addDeviceToken(null, ada)
  for (const account of [...accounts, ...accounts]) device = addDeviceToken(device, account)
  expect(accounts.filter((account) => isKnownDevice(device, account))).toEqual(accounts.slice(2))
  expect(readDevice(writeDevice(device))).toEqual(device)
})

test('what we did not write is no device', () => {
  const cookie = writeDevice(addDeviceToken(null, ada))
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
