/**
 * A place in the audit log: that of a row, which is known by its number and its id. After a
 * restore, or in another database, the row with the number is another one.
 */
export interface Position {
  sequence: number
  id: string
}

/** Before the first row. */
export const start: Position = { sequence: 0, id: '' }

const form = /^([1-9]\d{0,14})\.([0-9a-f-]{36})$/

/** Writes a position as the id of an event. */
export const writePosition = ({ sequence, id }: Position) =>
  sequence === 0 ? '0' : `${sequence}.${id}`

/** @returns null for a text that `writePosition` did not produce */
export function readPosition(text: string): Position | null {
  if (text === '0') return start
  const [, sequence, id = ''] = form.exec(text) ?? []
  return sequence === undefined ? null : { sequence: Number(sequence), id }
}
