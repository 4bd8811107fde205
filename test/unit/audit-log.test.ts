import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { readCursor, writeCursor } from '@/lib/audit/cursor'
import { orderedId } from '@/lib/audit/ordered-id'

test('an id is a UUID of version 7, and sorts by its time', () => {
  const at = Date.UTC(2026, 10, 26)
  const ids = Array.from({ length: 500 }, (_, i) => orderedId(new Date(at + i), randomBytes(10)))
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids.map((id) => id.slice(14))).size).toBe(500)
})

test('the bits of an id are where RFC 9562 has them', () => {
  // The example of RFC 9562, appendix A.6.
  const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex')
  expect(orderedId(new Date(0x017f22e279b0), random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f')
})

test('a cursor reads back, and has one spelling', () => {
  const cursor = { at: new Date(1_795_564_800_123), id: randomUUID() }
  const text = writeCursor(cursor)
  expect(readCursor(text)).toEqual(cursor)
  for (const other of [`${text}=`, ` ${text}`, text.slice(0, -1), text.toUpperCase(), '', 'x'])
    expect(readCursor(other)).toBeNull()
})
