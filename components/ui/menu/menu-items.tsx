'use client'

import Link from 'next/link'
import { type ComponentProps, createContext, type PointerEvent, type ReactNode, use } from 'react'
import { CheckIcon } from '@/components/icons'

export const menuItemClass =
  'flex w-full items-center gap-2.5 rounded-s px-2.5 py-2 text-left text-ink outline-none ' +
  'focus:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-brass max-md:py-2.5'

/** The pointer and the keyboard share one highlight: focus. */
export function focusOnHover(event: PointerEvent<HTMLElement>) {
  if (event.pointerType === 'mouse') event.currentTarget.focus({ preventScroll: true })
}

/** Leaves the menu open when pressed. A handler that should close it calls `useCloseMenu`. */
export function MenuItem({ className = '', ...props }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onPointerMove={focusOnHover}
      {...props}
      className={`${menuItemClass} ${className}`}
    />
  )
}

/**
 * Prefetches the loading state of its page when the menu opens: the menu closes on a click, and
 * something has to show at once.
 */
export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  const close = useCloseMenu()
  return (
    <Link
      href={href}
      role="menuitem"
      tabIndex={-1}
      onPointerMove={focusOnHover}
      onClick={close}
      className={menuItemClass}
    >
      {children}
    </Link>
  )
}

interface MenuRadioItemProps {
  checked: boolean
  onChoose: () => void
  lang?: string | undefined
  children: ReactNode
}

export function MenuRadioItem({ checked, onChoose, lang, children }: MenuRadioItemProps) {
  const close = useCloseMenu()

  function choose() {
    close()
    onChoose()
  }

  return (
    <MenuItem role="menuitemradio" aria-checked={checked} lang={lang} onClick={choose}>
      <span className="grow">{children}</span>
      <CheckIcon className={checked ? 'text-accent' : 'invisible'} />
    </MenuItem>
  )
}

export function MenuSeparator() {
  return <hr className="-mx-1.5 my-1.5 border-line" />
}

const MenuContext = createContext<() => void>(() => {})

export const MenuProvider = MenuContext

/** Returns a function that closes the menu and its submenus, and returns focus to its button. */
export function useCloseMenu(): () => void {
  return use(MenuContext)
}
