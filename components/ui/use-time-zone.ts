'use client'

import { useSyncExternalStore } from 'react'

const subscribe = () => () => {}
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const serverZone = () => 'UTC'

/** The reader's own time zone; UTC in the server's paint and the one that takes it over, so that the two agree. */
export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, browserZone, serverZone)
}
