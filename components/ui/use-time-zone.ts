'use client'

import { useSyncExternalStore } from 'react'
import { browserZone } from './browser-zone'

const subscribe = () => () => {}
const serverZone = () => 'UTC'

/** The reader's own time zone, where it is one; UTC in the server's paint and the one that takes it over, so that the two agree. */
export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, browserZone, serverZone)
}
