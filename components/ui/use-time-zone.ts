'use client'

import { useSyncExternalStore } from 'react'
import { browserZone } from './browser-zone'

const subscribe = () => () => {}
const serverZone = () => 'UTC'

/**
 * The user's time zone, if it is known; UTC on the server and during hydration, so that the two
 * agree.
 */
export function useTimeZone(): string {
  return useSyncExternalStore(subscribe, browserZone, serverZone)
}
