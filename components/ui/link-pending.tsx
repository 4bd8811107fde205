'use client'

import { useLinkStatus } from 'next/link'

/**
 * Inside a link: a progress line at the top of the window, from a moment after the click until the
 * page has loaded.
 */
export function LinkPending() {
  const { pending } = useLinkStatus()
  return (
    pending && (
      <span
        aria-hidden
        className="fixed inset-x-0 top-0 z-20 h-0.5 origin-left animate-approach bg-brass"
      />
    )
  )
}
