/** A row's place in the log: pages go on after it, however many rows have come meanwhile. */
export interface Cursor {
  at: Date
  id: string
}

const form = /^(\d{1,14})\.([0-9a-f-]{36})$/

/** In a spelling that nobody is tempted to take apart. */
export const writeCursor = ({ at, id }: Cursor) =>
  Buffer.from(`${at.getTime()}.${id}`).toString('base64url')

/** @returns null for a text that we did not write */
export function readCursor(text: string): Cursor | null {
  const [, time, id = ''] = form.exec(Buffer.from(text, 'base64url').toString()) ?? []
  if (time === undefined) return null
  const cursor = { at: new Date(Number(time)), id }
  return writeCursor(cursor) === text ? cursor : null
}
