// biome-ignore-all lint/a11y/noRedundantRoles: some browsers forget a table's roles once it is not laid out as one
import type { ReactNode } from 'react'

/* A table that becomes a list of labelled cards on a phone. */

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
    <table role="table" aria-label={label} className="w-full border-collapse max-md:block">
      <thead role="rowgroup" className="border-b border-line max-md:sr-only">
        <tr role="row">
          {columns.map(({ title, align }) => (
            <th
              key={title}
              role="columnheader"
              scope="col"
              className={`px-4 py-2.5 text-xs font-medium text-muted ${align === 'end' ? 'text-right' : 'text-left'}`}
            >
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="divide-y divide-line max-md:block">
        {children}
      </tbody>
    </table>
  )
}

export function DataRow({ children }: { children: ReactNode }) {
  return (
    <tr role="row" className="max-md:grid max-md:gap-2 max-md:px-4 max-md:py-4">
      {children}
    </tr>
  )
}

interface DataCellProps {
  /** Stands before the value on a phone, where the heading is out of sight. */
  label?: string
  children: ReactNode
}

export function DataCell({ label, children }: DataCellProps) {
  return (
    <td role="cell" className="px-4 py-3.5 max-md:flex max-md:justify-between max-md:gap-4 max-md:p-0">
      {label && (
        <span aria-hidden="true" className="shrink-0 text-muted md:hidden">
          {label}
        </span>
      )}
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </td>
  )
}

export function ActionsCell({ children }: { children: ReactNode }) {
  return (
    <td role="cell" className="px-4 py-3.5 max-md:mt-2 max-md:p-0 max-md:has-[>:empty]:hidden">
      <div className="flex min-h-[30px] justify-end gap-2 max-md:*:flex-1">{children}</div>
    </td>
  )
}
