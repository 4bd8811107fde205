import { printable } from '@/cli/maintenance/words'

/** A longer text is cut: one long name does not push everybody else's columns off the screen. */
const maxLength = 40

const widthOf = (text: string) => [...text].length

/**
 * Rows under a head, each column as wide as its widest text.
 * @param rows texts; the first of a row is whole, as it is what a row is found by
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
