type Variant = 'plain' | 'primary' | 'danger' | 'danger-solid' | 'quiet'
type Size = 'normal' | 'small'

const base =
  'inline-flex items-center justify-center gap-1.5 rounded-m border font-medium whitespace-nowrap select-none ' +
  'transition-colors aria-disabled:cursor-not-allowed'

const inert =
  'aria-disabled:border-line aria-disabled:bg-hover aria-disabled:text-muted aria-disabled:hover:bg-hover'

const variants: Record<Variant, string> = {
  plain: `border-line-strong bg-surface text-ink hover:bg-hover ${inert}`,
  primary: `border-ink bg-ink text-on-ink hover:bg-ink/85 ${inert}`,
  danger: `border-danger-line bg-surface text-danger hover:bg-danger-soft ${inert}`,
  'danger-solid': `border-danger bg-danger text-on-danger hover:bg-danger/90 ${inert}`,
  quiet: 'border-transparent text-muted hover:bg-hover hover:text-ink',
}

const sizes: Record<Size, string> = {
  normal: 'min-h-[34px] px-3.5 py-1 max-md:min-h-11',
  small: 'min-h-[30px] px-2.5 py-0.5 text-sm max-md:min-h-11',
}

export interface ButtonLook {
  variant?: Variant
  size?: Size
}

/** The classes of a button, for buttons and for links that look like one. */
export function buttonClass({ variant = 'plain', size = 'normal' }: ButtonLook = {}): string {
  return `${base} ${sizes[size]} ${variants[variant]}`
}
