'use client'

import { type KeyboardEvent, useEffect, useRef, useState } from 'react'

/** Opens and closes a menu from its button. */
export function useMenu() {
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState<'first' | 'last' | null>(null)
  useDismissOutside(root, opened !== null, () => setOpened(null))

  function close() {
    setOpened(null)
    button.current?.focus()
  }

  /** Tab closes the menu too, and moves on from the button. */
  function back(key: string): boolean {
    if (key === 'Escape' || key === 'Tab') close()
    return key === 'Escape'
  }

  function openByArrow(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
    event.preventDefault()
    setOpened(event.key === 'ArrowDown' ? 'first' : 'last')
  }

  const toggle = () => setOpened(opened ? null : 'first')
  return { root, button, opened, toggle, openByArrow, close, back }
}

function useDismissOutside(
  root: { current: HTMLElement | null },
  isOpen: boolean,
  dismiss: () => void,
) {
  useEffect(() => {
    if (!isOpen) return
    function check(event: Event) {
      if (event.target instanceof Node && !root.current?.contains(event.target)) dismiss()
    }
    document.addEventListener('pointerdown', check)
    return () => document.removeEventListener('pointerdown', check)
  })
}
