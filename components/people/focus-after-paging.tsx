'use client'

import { useEffect, useRef } from 'react'
import { peopleHeadingId } from '@/components/focus-targets'

/**
 * Gives focus to the heading when another part of the list is shown: the list is read from there.
 */
export function FocusAfterPaging({ page }: { page: number }) {
  const shown = useRef(page)
  useEffect(() => {
    if (shown.current === page) return
    shown.current = page
    const isTyping = document.activeElement instanceof HTMLInputElement
    if (!isTyping) document.getElementById(peopleHeadingId)?.focus()
  }, [page])
  return null
}
