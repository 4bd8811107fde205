'use client'

import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { focusByText, itemsOf, moveFocus } from './menu-focus'

const typingPauseMs = 600

interface MenuProps {
  label: string
  /** Which item has focus first; in a submenu that opens under the pointer, none. */
  focus: 'first' | 'last' | 'none'
  /** Escape, and in a submenu the arrow that leads back. */
  onBack: (key: string) => boolean
  children: ReactNode
  className: string
}

/**
 * A menu after the ARIA Authoring Practices: arrows, Home and End move, letters find. Written out rather than taken from
 * a library: those put hidden focusable guards around theirs, and weigh more than the page.
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

/** What has been typed without a pause. */
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
