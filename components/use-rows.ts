'use client'

import { useRouter } from 'next/navigation'
import { type SetStateAction, startTransition, useState } from 'react'
import { flushSync } from 'react-dom'

/** The rows on screen: the server's, with local changes shown at once. */
export function useRows<Row>(fromServer: Row[]) {
  const router = useRouter()
  const [rows, setRows] = useState(fromServer)
  const [known, setKnown] = useState(fromServer)
  if (known !== fromServer) {
    setKnown(fromServer)
    setRows(fromServer)
  }

  /** Renders before it returns, so that new elements can receive focus. */
  function show(change: SetStateAction<Row[]>) {
    flushSync(() => setRows(change))
    // Other pages in the router's cache show the rows too.
    startTransition(() => router.refresh())
  }

  return { rows, show }
}
