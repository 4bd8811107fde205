'use client'

import { useEffect } from 'react'
import { useRecheck } from '@/components/shell/session-watch'

const intervalMs = 15_000

/** Refreshes a page periodically while it waits for something to happen elsewhere. */
export function RefreshWhileWaiting() {
  const recheck = useRecheck()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && recheck(), intervalMs)
    return () => clearInterval(timer)
  }, [recheck])
  return null
}
