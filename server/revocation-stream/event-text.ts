import { type Position, writePosition } from '@/server/revocation-stream/position'
import { type LogRow, revocationOf } from '@/server/revocation-stream/revocation-event'

/* Events as text (HTML Standard, section 9.2, "Server-sent events"). */

/** How long a receiver waits before it connects again, in milliseconds. */
export const retryText = 'retry: 1000\n\n'

/** JSON has no line breaks of its own, so that the data is one line. */
const write = (event: string, position: Position, data: object) =>
  `event: ${event}\nid: ${writePosition(position)}\ndata: ${JSON.stringify(data)}\n\n`

/** @param newest the last row that was sent, or revokes nothing */
export const heartbeatText = (newest: Position) => write('heartbeat', newest, {})

/** @param reason why the receiver has to close everything */
export const resetText = (newest: Position, reason: string) => write('reset', newest, { reason })

/** A row of the audit log, and its event, which is empty for a row that revokes nothing. */
export interface Entry extends Position {
  userId: string | null
  text: string
}

export function toEntry(row: LogRow): Entry {
  const { sequence, id, userId } = row
  return { sequence, id, userId, text: textOf(row) }
}

function textOf(row: LogRow): string {
  const revocation = revocationOf(row)
  if (revocation === null) return ''
  return revocation === 'reset' ? resetText(row, row.action) : write('revocation', row, revocation)
}
