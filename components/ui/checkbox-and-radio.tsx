import type { ComponentProps, ReactNode } from 'react'
import { CheckIcon } from '@/components/icons'

/**
 * A box with its text. It is drawn here, because browsers fill an empty one with grey in the dark.
 */
export function Checkbox({
  children,
  ...props
}: ComponentProps<'input'> & { children: ReactNode }) {
  return (
    <label className="flex gap-2.5">
      <span className="relative mt-0.5 grid size-4.5 shrink-0">
        <input
          type="checkbox"
          {...props}
          className="peer appearance-none rounded-[0.25rem] border border-field bg-surface checked:border-ink checked:bg-ink forced-colors:appearance-auto"
        />
        <CheckIcon className="pointer-events-none absolute inset-0 m-auto text-on-ink opacity-0 peer-checked:opacity-100 forced-colors:hidden" />
      </span>
      {children}
    </label>
  )
}

/** A round button of a group; its label is beside it. It is drawn here, as a checkbox is. */
export function Radio(props: Omit<ComponentProps<'input'>, 'type' | 'className'>) {
  return (
    <input
      type="radio"
      {...props}
      className="mt-0.5 size-4.5 shrink-0 appearance-none rounded-full border border-field bg-surface checked:border-[5.5px] checked:border-ink forced-colors:appearance-auto"
    />
  )
}
