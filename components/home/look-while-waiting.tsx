'use client'

import { useEffect } from 'react'
import { useLook } from '@/components/shell/session-watch'

const intervalMs = 15_000

/** Stands on a page that waits for something to happen elsewhere, and looks for it from time to time. */
export function LookWhileWaiting() {
  const look = useLook()
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && look(), intervalMs)
    return () => clearInterval(timer)
  }, [look])
  return null
}
