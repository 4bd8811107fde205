import type { ComponentProps } from 'react'

/** A round button of a group; its label is beside it. Drawn here, as in checkbox.tsx. */
export function Radio(props: Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  return (
    <input
      type="radio"
      {...props}
      className="mt-0.5 size-4.5 shrink-0 appearance-none rounded-full border border-field bg-surface checked:border-[5.5px] checked:border-ink forced-colors:appearance-auto"
    />
  )
}
