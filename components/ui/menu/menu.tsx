'use client'

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { focusByText, itemsOf, moveFocus } from './menu-focus'

const typingPauseMs = 600

interface MenuProps {
  label: string
  /** Which item has focus first; `none` in a submenu that opens under the pointer. */
  focus: 'first' | 'last' | 'none'
  /** Handles the keys that close the menu, such as Escape. Returns whether the key is consumed. */
  onBack: (key: string) => boolean
  children: ReactNode
  className: string
}

/**
 * A menu according to the ARIA Authoring Practices: arrows, Home and End move focus, letters
 * search. It uses no library: those put hidden focusable guards around their menus, and are larger
 * than the page.
 */
export function Menu({ label, focus, onBack, children, className }: MenuProps) {
  const menu = useInitialFocus(focus)
  const type = useTyping()

  function handleKey(event: KeyboardEvent<HTMLDivElement>) {
    const { key, currentTarget } = event
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (moveFocus(currentTarget, key) || onBack(key)) event.preventDefault()
    else if (key.length === 1 && key !== ' ') focusByText(currentTarget, type(key))
    else return
    event.stopPropagation()
  }

  return (
    <div
      ref={menu}
      role="menu"
      aria-label={label}
      tabIndex={-1}
      onKeyDown={handleKey}
      className={`rounded-l border border-line bg-surface p-1.5 shadow-lift outline-none ${className}`}
    >
      {children}
    </div>
  )
}

function useInitialFocus(focus: MenuProps['focus']) {
  const menu = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!menu.current || focus === 'none') return
    const items = itemsOf(menu.current)
    const checked = items.find((item) => item.ariaChecked === 'true')
    const item = checked ?? (focus === 'first' ? items[0] : items[items.length - 1])
    item?.focus()
  }, [focus])
  return menu
}

/**
 * Returns a function that collects what is typed without a pause; a repeated letter counts once.
 */
function useTyping(): (letter: string) => string {
  const typed = useRef({ text: '', at: 0 })
  return (letter) => {
    const { text, at } = typed.current
    const now = Date.now()
    const whole = now - at < typingPauseMs ? text + letter : letter
    const isRepeated = [...whole].every((each) => each === letter)
    typed.current = { text: whole, at: now }
    return isRepeated ? letter : whole
  }
}
