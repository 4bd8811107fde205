import { type ComponentProps, type ReactNode, useId } from 'react'
import { ChevronRightIcon } from '@/components/icons'
import { inputClass } from './field'

interface SelectFieldProps extends ComponentProps<'select'> {
  label: ReactNode
  hint?: ReactNode
}

/** A labelled choice among a few options, which are its children. */
export function SelectField({ label, hint, ...props }: SelectFieldProps) {
  const id = useId()
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="relative">
        <select
          id={id}
          aria-describedby={hint ? `${id}-hint` : undefined}
          {...props}
          className={`${inputClass} appearance-none pr-10`}
        />
        <ChevronRightIcon className="pointer-events-none absolute inset-y-0 right-3 my-auto rotate-90 text-muted" />
      </div>
      {hint && (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      )}
    </div>
  )
}
