// biome-ignore-all lint/a11y/noRedundantRoles: some browsers forget a table's roles once it is not laid out as one
import type { ReactNode, Ref } from 'react'

/* A table that becomes a list of labelled cards where space is short. */

export interface Column {
  title: string
  align?: 'end'
}

interface DataTableProps {
  label: string
  columns: readonly Column[]
  children: ReactNode
}

export function DataTable({ label, columns, children }: DataTableProps) {
  return (
    <div className="@container">
      <table role="table" aria-label={label} className="w-full border-collapse @max-2xl:block">
        <thead role="rowgroup" className="border-b border-line @max-2xl:sr-only">
          <tr role="row">
            {columns.map(({ title, align }) => (
              <th
                key={title}
                role="columnheader"
                scope="col"
                className={`px-4 py-2.5 text-xs font-medium whitespace-nowrap text-muted ${align === 'end' ? 'text-right' : 'text-left'}`}
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

interface DataRowProps {
  /** For giving focus to a row that has just been added. */
  rowRef?: Ref<HTMLTableRowElement> | undefined
  children: ReactNode
}

export function DataRow({ rowRef, children }: DataRowProps) {
  return (
    <tr
      role="row"
      ref={rowRef}
      tabIndex={rowRef ? -1 : undefined}
      className="-outline-offset-2 @max-2xl:grid @max-2xl:gap-2 @max-2xl:px-4 @max-2xl:py-4"
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
  children: ReactNode
}

export function DataCell({ label, children }: DataCellProps) {
  return (
    <td
      role="cell"
      className="px-4 py-3.5 @max-2xl:flex @max-2xl:justify-between @max-2xl:gap-4 @max-2xl:p-0"
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
      className="px-4 py-3.5 @max-2xl:mt-2 @max-2xl:p-0 @max-2xl:has-[>:empty]:hidden"
    >
      <div className="flex min-h-[30px] justify-end gap-2 @max-2xl:*:flex-1">{children}</div>
    </td>
  )
}
