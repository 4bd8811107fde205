'use client'

import { useLinkStatus } from 'next/link'

/** Within a link: a line at the top of the window from a moment after it was followed, until its page has come. */
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
