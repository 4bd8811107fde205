import { printable } from '@/cli/maintenance/words'

/**
 * Longer values are truncated, so that one long name does not push other columns off the screen.
 */
const maxLength = 40

const widthOf = (text: string) => [...text].length

/**
 * Returns the lines of a table. Each column is as wide as its widest value.
 * @param rows the values; the first of a row is never truncated, because it identifies the row
 */
export function toTable(head: string[], rows: string[][]): string[] {
  const cells = [head, ...rows].map((row) => row.map((text, i) => clean(text, i)))
  const widths = head.map((_, i) => Math.max(...cells.map((row) => widthOf(row[i] ?? ''))))
  return cells.map((row) =>
    row
      .map((text, i) => text + ' '.repeat((widths[i] ?? 0) - widthOf(text)))
      .join('  ')
      .trimEnd(),
  )
}

function clean(text: string, column: number): string {
  const letters = [...printable(text)]
  return column === 0 || letters.length <= maxLength
    ? letters.join('')
    : `${letters.slice(0, maxLength - 1).join('')}…`
}
