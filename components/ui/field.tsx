import { type ComponentProps, type ReactNode, useId } from 'react'
import { FieldError } from './notices'

export const inputClass =
  'w-full min-h-[36px] rounded-m border border-field bg-surface px-2.5 py-1 text-ink max-md:min-h-11 max-md:text-lg ' +
  'focus-visible:-outline-offset-1 [&[readonly]]:border-line [&[readonly]]:bg-wash ' +
  'aria-invalid:border-danger aria-invalid:focus-visible:outline-danger'

const besideClass = 'gap-x-2.5 md:grid-cols-[minmax(0,1fr)_auto]'

interface FieldProps extends ComponentProps<'input'> {
  label: ReactNode
  hint?: ReactNode
  /** Replaces the hint. */
  error?: string | undefined
  /** Shown at the end of the field, on top of it. */
  adornment?: ReactNode
  /** Shown beside the field, whatever is below it; on a phone, below everything. */
  action?: ReactNode
}

/** A labelled input, with its hint and its error associated for screen readers. */
export function Field({
  label,
  hint,
  error,
  adornment,
  action,
  className = '',
  ...props
}: FieldProps) {
  const id = useId()
  const described = error ? `${id}-error` : hint && `${id}-hint`
  return (
    <div className={`grid gap-1.5 ${action ? besideClass : ''}`}>
      <label htmlFor={id} className="text-sm font-medium md:col-span-full">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          {...props}
          className={`${inputClass} ${className}`}
        />
        {adornment}
      </div>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {action && <div className="grid md:col-start-2 md:row-start-2 max-md:mt-1.5">{action}</div>}
    </div>
  )
}
