'use client'

import { useEffect } from 'react'
import { useLook } from '@/components/shell/session-watch'

const intervalMs = 15_000

/** Refreshes a page periodically while it waits for something to happen elsewhere. */
export function LookWhileWaiting() {
  const look = useLook()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && look(), intervalMs)
    return () => clearInterval(timer)
  }, [look])
  return null
}
