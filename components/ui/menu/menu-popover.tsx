'use client'

import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react'

const gapPx = 6
const marginPx = 8

interface MenuPopoverProps {
  button: RefObject<HTMLElement | null>
  children: ReactNode
}

/**
 * Shows a menu below its button, or above it where there is more room. In the top layer, no card
 * cuts it off; it scrolls with the page.
 */
export function MenuPopover({ button, children }: MenuPopoverProps) {
  const popover = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const [shown, pressed] = [popover.current, button.current]
    if (!shown || !pressed) return
    const follow = () => place(shown, pressed.getBoundingClientRect())
    shown.showPopover()
    follow()
    addEventListener('resize', follow)
    return () => removeEventListener('resize', follow)
  }, [button])
  return (
    <div
      ref={popover}
      role="none"
      popover="manual"
      className="absolute inset-auto m-0 overflow-visible border-0 bg-transparent p-0 text-ink"
    >
      {children}
    </div>
  )
}

/** Aligns the right edges, as far as the menu then fits the window. */
function place(popover: HTMLElement, button: DOMRect): void {
  const { offsetWidth: width, offsetHeight: height, style } = popover
  const fitsBelow = button.bottom + gapPx + height <= innerHeight - marginPx
  const hasRoomAbove = button.top > innerHeight - button.bottom
  const top = fitsBelow || !hasRoomAbove ? button.bottom + gapPx : button.top - gapPx - height
  const left = Math.max(marginPx, button.right - width)
  style.top = `${top + scrollY}px`
  style.left = `${left + scrollX}px`
}
