/**
 * The position of a row in the audit log. The next page starts after it, however many rows have
 * been added meanwhile.
 */
export interface Cursor {
  at: Date
  id: string
}

const form = /^(\d{1,14})\.([0-9a-f-]{36})$/

/** Encodes a cursor as opaque text, so that clients are not tempted to parse it. */
export const writeCursor = ({ at, id }: Cursor) =>
  Buffer.from(`${at.getTime()}.${id}`).toString('base64url')

/** @returns null for a text that `writeCursor` did not produce */
export function readCursor(text: string): Cursor | null {
  const [, time, id = ''] = form.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (time === undefined) return null
  const cursor = { at: new Date(Number(time)), id }
  return writeCursor(cursor) === text ? cursor : null
}
