import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { readCursor, writeCursor } from '@/lib/audit/cursor'

test('a cursor reads back, and has one spelling', () => {
  const cursor = { at: new Date(1_795_564_800_123), id: randomUUID() }
  const text = writeCursor(cursor)
  expect(readCursor(text)).toEqual(cursor)
  for (const other of [`${text}=`, ` ${text}`, text.slice(0, -1), text.toUpperCase(), '', 'x'])
    expect(readCursor(other)).toBeNull()
})
