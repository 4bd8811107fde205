import { tmpdir } from 'node:os'
import { DriverAdapterError } from '@prisma/driver-adapter-utils'
import { expect, test } from 'vitest'
import { isUnshareable, networkOf, requireLocalDisk } from '@/lib/db/sqlite/local-disk'

test.each([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  // The same number, where the first bit is the sign.
  [0xff534d42 | 0, 'CIFS'],
  [0xfe534d42, 'SMB'],
])('a file system of type %i is told to be a network share', (type, name) => {
  expect(networkOf(type)).toBe(name)
})

test.each([0xef53, 0x01021994, 0x794c7630, 0x65735546, 0x01021997])(
  'one of type %i is not',
  (type) => {
    expect(networkOf(type)).toBeUndefined()
  },
)

test('the folder for temporary files may hold a database', () => {
  expect(() => requireLocalDisk(tmpdir())).not.toThrow()
})

const errorOf = (originalCode: string) =>
  new DriverAdapterError({
    kind: 'sqlite',
    extendedCode: 1,
    message: '',
    originalCode,
    originalMessage: '',
  })

test('a log that cannot be shared is told from a disk that is full, damaged or busy', () => {
  expect(
    ['SQLITE_IOERR_SHMMAP', 'SQLITE_IOERR_LOCK', 'SQLITE_PROTOCOL'].map(errorOf).map(isUnshareable),
  ).toEqual([true, true, true])
  const others = [
    'SQLITE_FULL',
    'SQLITE_IOERR_SHMSIZE',
    'SQLITE_IOERR_WRITE',
    'SQLITE_BUSY',
    'SQLITE_CANTOPEN',
  ]
  expect(others.map(errorOf).some(isUnshareable)).toBe(false)
})
