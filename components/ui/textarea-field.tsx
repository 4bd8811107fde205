import { type ComponentProps, type ReactNode, useId } from 'react'
import { inputClass } from './field'
import { FieldError } from './notices'

interface TextareaFieldProps extends ComponentProps<'textarea'> {
  label: ReactNode
  hint?: ReactNode
  /** Replaces the hint. */
  error?: string | undefined
}

/** A labelled text of several lines, with its hint and its error associated for screen readers. */
export function TextareaField({ label, hint, error, ...props }: TextareaFieldProps) {
  const id = useId()
  const described = error ? `${id}-error` : hint && `${id}-hint`
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        {...props}
        className={inputClass}
      />
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {hint && !error && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
