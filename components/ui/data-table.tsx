// biome-ignore-all lint/a11y/noRedundantRoles: some browsers forget a table's roles once it is not laid out as one
import type { ReactNode, Ref } from 'react'

/* A table that becomes a list of labelled cards where space is short. */

export interface Column {
  title: string
  align?: 'end'
  /** A class that sets the width where the table is at its widest; left out by one column. */
  width?: string
}

interface DataTableProps {
  label: string
  columns: readonly Column[]
  children: ReactNode
}

/** With widths, the columns stay where they are when other rows are shown. */
export function DataTable({ label, columns, children }: DataTableProps) {
  const layout = columns.some(({ width }) => width) ? '@4xl:table-fixed' : ''
  return (
    <div className="@container">
      <table
        role="table"
        aria-label={label}
        className={`w-full border-collapse @max-2xl:block ${layout}`}
      >
        <thead role="rowgroup" className="border-b border-line @max-2xl:sr-only">
          <tr role="row">
            {columns.map(({ title, align, width = '' }) => (
              <th
                key={title}
                role="columnheader"
                scope="col"
                className={`px-4 py-2.5 text-xs font-medium whitespace-nowrap text-muted ${align === 'end' ? 'text-right' : 'text-left'} ${width}`}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="divide-y divide-line @max-2xl:block">
          {children}
        </tbody>
      </table>
    </div>
  )
}

const foldingClass =
  '@max-2xl:grid-cols-[minmax(0,1fr)_auto] @max-2xl:gap-x-3 @max-2xl:pt-3 @max-2xl:pb-1 ' +
  '@max-2xl:has-[details[open]]:pb-4'

interface DataRowProps {
  /** For giving focus to a row that has just been added. */
  rowRef?: Ref<HTMLTableRowElement> | undefined
  /** On a card, cells that are `folded` wait until the `<details>` of the row is opened. */
  folds?: boolean
  children: ReactNode
}

export function DataRow({ rowRef, folds, children }: DataRowProps) {
  return (
    <tr
      role="row"
      ref={rowRef}
      tabIndex={rowRef ? -1 : undefined}
      data-folds={folds}
      className={`group/row -outline-offset-2 @max-2xl:grid @max-2xl:gap-2 @max-2xl:px-4 ${folds ? foldingClass : '@max-2xl:py-4'}`}
    >
      {children}
    </tr>
  )
}

interface DataCellProps {
  /**
   * Shown before the value on a card, where the heading is hidden. A cell without a label contains
   * the name of its row.
   */
  label?: string
  /** Where it is on a card: a line of its own unless named. */
  place?: keyof typeof places
  children: ReactNode
}

const places = {
  line: '@max-2xl:flex',
  corner: '@max-2xl:col-start-2 @max-2xl:row-start-1 @max-2xl:justify-self-end',
  folded: '@max-2xl:hidden @max-2xl:col-span-full @max-2xl:group-has-[details[open]]/row:flex',
}

export function DataCell({ label, place = 'line', children }: DataCellProps) {
  return (
    <td
      role="cell"
      className={`px-4 py-3.5 @max-2xl:justify-between @max-2xl:gap-4 @max-2xl:p-0 ${places[place]}`}
    >
      {label && (
        <span aria-hidden="true" className="shrink-0 text-muted @2xl:hidden">
          {label}
        </span>
      )}
      <span className={label ? 'whitespace-nowrap' : 'min-w-0 [overflow-wrap:anywhere]'}>
        {children}
      </span>
    </td>
  )
}

export function ActionsCell({ children }: { children: ReactNode }) {
  return (
    <td
      role="cell"
      className="px-4 py-3.5 @max-2xl:mt-2 @max-2xl:p-0 @max-2xl:has-[>:empty]:hidden @max-2xl:group-data-folds/row:col-start-2 @max-2xl:group-data-folds/row:row-start-1 @max-2xl:group-data-folds/row:self-end"
    >
      <div className="flex min-h-[30px] justify-end gap-2 @max-2xl:flex-wrap @max-2xl:*:flex-1">
        {children}
      </div>
    </td>
  )
}
