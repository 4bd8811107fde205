import type { ComponentProps, MouseEvent } from 'react'
import { type ButtonLook, buttonClass } from './button-class'

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'>, ButtonLook {
  /** Ignores presses, but stays in the tab order, so that its reason can be found and read. */
  inactive?: boolean
}

export function Button({
  inactive,
  onClick,
  variant,
  size,
  className = '',
  ...props
}: ButtonProps) {
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (inactive) event.preventDefault()
    else onClick?.(event)
  }

  return (
    <button
      type="button"
      {...props}
      onClick={press}
      aria-disabled={inactive || undefined}
      className={`${buttonClass({ variant, size })} ${className}`}
    />
  )
}
